// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.ingest.backlog.Backlog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How far a source may get ahead of the detectors. */
public final class DelayOptions {

  @Option(
      names = "--max-delay",
      paramLabel = "<seconds>",
      description =
          "how late the detectors may get to frames of a live source; what would be later is"
              + " dropped (default: 5)")
  private @Nullable Double maxDelay;

  @Option(
      names = "--detector-application",
      paramLabel = "<id>",
      description = "application id of the detectors (default: mien-detector)")
  private @Nullable String detectors;

  /** Returns the bounds, with the default one for files. */
  public Backlog backlog() {
    Backlog defaults = Backlog.defaults();
    return new Backlog(
        detectors == null ? defaults.group() : detectors,
        defaults.frames(),
        maxDelay == null ? defaults.delay() : Duration.ofMillis(Math.round(maxDelay * 1e3)));
  }
}

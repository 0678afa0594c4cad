// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.ingest.IngestConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a source of frames is read. */
public final class SourceOptions {

  @Option(
      names = "--fps",
      paramLabel = "<n>",
      description = "frames to keep of each second of the source (default: all)")
  private @Nullable Double fps;

  @Mixin private JpegOption jpeg;

  /** Returns the same configuration with these options. */
  public IngestConfig applyTo(IngestConfig config) {
    IngestConfig encoded = config.withJpegQuality(jpeg.quality());
    return fps == null ? encoded : encoded.withMaxFps(fps);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
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

  @Mixin private HeightOption height;

  @Mixin private JpegOption jpeg;

  /**
   * Checks the options before there is a source.
   *
   * @throws IllegalArgumentException if one does not fit
   */
  public void check() {
    IngestConfig unused = applyTo(IngestConfig.of(new Source("any.mp4"), "any"));
  }

  /** Returns the same configuration with these options. */
  public IngestConfig applyTo(IngestConfig config) {
    IngestConfig encoded =
        config
            .withMaxHeight(height.pixels().orElse(IngestConfig.FULL_HEIGHT))
            .withJpegQuality(jpeg.quality());
    return fps == null ? encoded : encoded.withMaxFps(fps);
  }
}

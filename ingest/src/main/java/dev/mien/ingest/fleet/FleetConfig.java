// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Camera;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.Source;
import dev.mien.ingest.backlog.Backlog;

/**
 * How the cameras of {@code mien.cameras} are read.
 *
 * @param group of the processes that share them
 * @param jpegQuality of libjpeg, 1 to 100
 * @param backlog how far a camera may get ahead of the detectors
 */
public record FleetConfig(String group, int jpegQuality, Backlog backlog) {

  /** Group by default. */
  public static final String DEFAULT_GROUP = "mien-ingest";

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public FleetConfig {
    if (group.isBlank()) {
      throw new IllegalArgumentException("the group that shares the cameras is empty");
    }
    IngestConfig.checkJpegQuality(jpegQuality);
  }

  /** Returns the defaults. */
  public static FleetConfig defaults() {
    return new FleetConfig(DEFAULT_GROUP, IngestConfig.DEFAULT_JPEG_QUALITY, Backlog.defaults());
  }

  /** Returns how a camera is read: live, and a file for ever. */
  IngestConfig of(Camera camera) {
    Source source = new Source(camera.source(), camera.ffmpegOptions());
    IngestConfig config =
        IngestConfig.of(source, camera.camera())
            .withMode(Mode.LIVE)
            .withLoop(source.kind() == Source.Kind.FILE)
            .withJpegQuality(jpegQuality)
            .withBacklog(backlog);
    IngestConfig paced = camera.maxFps() == 0 ? config : config.withMaxFps(camera.maxFps());
    return camera.maxHeight() == 0 ? paced : paced.withMaxHeight(camera.maxHeight());
  }
}

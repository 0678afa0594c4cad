// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import dev.mien.events.Camera;
import dev.mien.ingest.Source;
import java.nio.file.Path;

/** Sources that other processes are to open. */
final class FleetSource {

  private FleetSource() {}

  /**
   * Returns the source.
   *
   * @throws IllegalArgumentException if others could not open it
   */
  static Source of(Source named) {
    if (named.isRedacted()) {
      throw new IllegalArgumentException(
          "source %s, or an option of FFmpeg for it, has *** in place of a password: write it in, or list the cameras with --with-passwords"
              .formatted(named));
    }
    // Whoever reads it stands in another folder.
    if (named.kind() == Source.Kind.FILE && !Path.of(named.address()).isAbsolute()) {
      throw new IllegalArgumentException(
          "source %s: a file needs its whole path here, from / on: it is read by other processes"
              .formatted(named));
    }
    return named;
  }

  /** Returns a camera with *** in place of what may be a password. */
  static Camera redacted(Camera camera) {
    return with(camera, new Source(camera.source(), camera.ffmpegOptions()).redacted());
  }

  /** Returns a camera that is read from another source. */
  static Camera with(Camera camera, Source source) {
    return new Camera(
        camera.camera(), source.address(), camera.maxFps(), camera.maxHeight(), source.options());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A live source of frames that is to be read. Travels as the JSON value in {@code mien.cameras}
 * under the key {@code camera}; a record without a value takes the camera away.
 *
 * @param camera id
 * @param source address of a stream or device, or path of a video that is played again and again,
 *     as whoever reads it sees it; may hold a password, which {@link #toString} leaves out
 * @param maxFps frames to keep of each second at most; 0 keeps all
 */
@JsonPropertyOrder({"camera", "source", "maxFps"})
public record Camera(String camera, String source, double maxFps) {

  /** More than any camera gives. */
  public static final double MAX_FPS = 10_000;

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Camera {
    CameraId.check(camera);
    Check.present("source", source);
    Check.range("maxFps", maxFps, 0, MAX_FPS);
  }

  /** Returns the id, for messages. */
  @Override
  public String toString() {
    return "camera " + camera;
  }
}

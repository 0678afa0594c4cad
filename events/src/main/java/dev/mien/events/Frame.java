// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * One picture of a camera. Travels as the header {@value Wire#HEADER} of a JPEG in {@code
 * mien.frames}.
 *
 * @param camera id of the camera, see {@link CameraId}
 * @param number counts the frames of one source from 0, gaps are frames that were dropped
 * @param capturedMicros when the frame was read, in microseconds since the epoch; for latency only
 * @param positionMicros presentation time in the source, in microseconds; all motion and smoothing
 *     is computed from it, so that a file gives the same events however fast it is read. It goes
 *     back when a source starts over.
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 */
@JsonPropertyOrder({"camera", "number", "capturedMicros", "positionMicros", "width", "height"})
public record Frame(
    String camera, long number, long capturedMicros, long positionMicros, int width, int height) {

  /** The longest side of a picture that the pipeline accepts, in pixels. */
  public static final int MAX_SIDE = 16_384;

  /** Its pixels, 8192 x 8192: twice a frame of 8K, and 192 MiB decoded. */
  public static final long MAX_PIXELS = 1L << 26;

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Frame {
    CameraId.check(camera);
    Check.notNegative("number", number);
    Check.notNegative("capturedMicros", capturedMicros);
    Check.notNegative("positionMicros", positionMicros);
    Check.range("width", width, 1, MAX_SIDE);
    Check.range("height", height, 1, MAX_SIDE);
  }
}

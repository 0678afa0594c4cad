// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * One face in one frame; camera, frame number and track name it. Travels as the header {@value
 * Wire#HEADER} of an aligned, lossless picture in {@code mien.faces}.
 *
 * @param frame where the face was seen; its fields lie beside those of the face in JSON
 * @param track number that the face keeps while it is in view, unique per camera
 * @param box around the face, in pixels of the frame
 * @param landmarks in pixels of the frame
 * @param score of the detection, 0 to 1
 */
@JsonPropertyOrder({"frame", "track", "box", "landmarks", "score"})
public record Face(
    @JsonUnwrapped Frame frame, long track, Box box, Landmarks landmarks, float score) {

  /** Width and height of the aligned picture that it travels with, in pixels. */
  public static final int SIDE = 112;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Face {
    Check.notNegative("track", track);
    Check.range("score", score, 0, 1);
  }
}

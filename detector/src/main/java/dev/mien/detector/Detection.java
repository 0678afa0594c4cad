// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import dev.mien.events.Box;
import dev.mien.events.Landmarks;

/**
 * A face that was found in one picture.
 *
 * @param box around the face, in pixels of the picture; may reach beyond its edges
 * @param landmarks in pixels of the picture
 * @param score of the detector, 0 to 1
 */
public record Detection(Box box, Landmarks landmarks, float score) {

  /**
   * Checks the score.
   *
   * @throws IllegalArgumentException if it is not 0 to 1
   */
  public Detection {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score is " + score + ", expected 0 to 1");
    }
  }
}

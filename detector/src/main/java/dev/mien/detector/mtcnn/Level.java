// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import java.util.ArrayList;
import java.util.List;

/**
 * One size of the image pyramid.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Level(int width, int height) {

  /** Side of the square that the P-Net judges at each place, in pixels. */
  static final int WINDOW = 12;

  /**
   * Returns the sizes at which faces of {@code minFace} pixels and more fill the window of the
   * P-Net, the largest first; none if the picture is smaller than such a face.
   *
   * @param factor from one level to the next
   */
  static List<Level> pyramid(int width, int height, int minFace, double factor) {
    List<Level> levels = new ArrayList<>();
    double scale = (double) WINDOW / minFace;
    while (Math.min(width, height) * scale >= WINDOW) {
      levels.add(new Level((int) Math.ceil(width * scale), (int) Math.ceil(height * scale)));
      scale *= factor;
    }
    return levels;
  }
}

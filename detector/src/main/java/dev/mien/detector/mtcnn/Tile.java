// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a level, for which the P-Net needs little memory. Neighbours overlap so that every
 * place of the level is in one of them, seen as in the whole.
 *
 * @param left of its first column, in pixels of the level
 * @param top of its first row, in pixels of the level
 * @param width in pixels
 * @param height in pixels
 */
record Tile(int left, int top, int width, int height) {

  /** From one place of the P-Net to the next, in pixels of the level. */
  static final int STRIDE = 2;

  /** The P-Net takes some 400 bytes for a pixel, 0.1 GB for this square. */
  static final int LARGEST_SIDE = 512;

  private static final int OVERLAP = Level.WINDOW - STRIDE;

  /** Returns one tile, or for a large level rows of tiles from the top left. */
  static List<Tile> of(Level level, int largestSide) {
    List<Tile> tiles = new ArrayList<>();
    int step = largestSide - OVERLAP;
    for (int top = 0; isPlace(top, level.height()); top += step) {
      for (int left = 0; isPlace(left, level.width()); left += step) {
        int width = Math.min(largestSide, level.width() - left);
        int height = Math.min(largestSide, level.height() - top);
        tiles.add(new Tile(left, top, width, height));
      }
    }
    return tiles;
  }

  /** Returns the number of places side by side: an odd pixel at the end makes one more. */
  int columns() {
    return (width - Level.WINDOW + 1) / STRIDE + 1;
  }

  /** The last pixel of an odd side, which the pooling of the P-Net fills up, makes a place, too. */
  private static boolean isPlace(int start, int side) {
    return start == 0 || start + Level.WINDOW <= side + 1;
  }
}

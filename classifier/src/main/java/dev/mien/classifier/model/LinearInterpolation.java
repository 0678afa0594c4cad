// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

/**
 * Where the pixels of a row or column lie among those of one with another length, middle on middle.
 * What lies beyond the middles of the outer pixels is like these.
 */
final class LinearInterpolation {

  private final int[] first;
  private final int[] second;
  private final float[] share;

  /**
   * Finds all places.
   *
   * @param from pixels that there are
   * @param to pixels that are wanted
   */
  LinearInterpolation(int from, int to) {
    first = new int[to];
    second = new int[to];
    share = new float[to];
    for (int i = 0; i < to; i++) {
      float place = Math.max(0, Math.min(from - 1, (i + 0.5f) * from / to - 0.5f));
      first[i] = (int) place;
      second[i] = Math.min(first[i] + 1, from - 1);
      share[i] = place - first[i];
    }
  }

  /** Returns the pixel at or before the place of a wanted one. */
  int first(int wanted) {
    return first[wanted];
  }

  /** Returns the pixel behind it. */
  int second(int wanted) {
    return second[wanted];
  }

  /** Returns how much of the second pixel is in it, 0 to 1. */
  float share(int wanted) {
    return share[wanted];
  }
}

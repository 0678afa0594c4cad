// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

/**
 * Where the pixels of a row or column lie among those of one with another length, middle on middle.
 * What lies beyond the last pixels is like them.
 *
 * @param from pixels that there are
 * @param scale by which their places grow per pixel that is wanted
 */
record Axis(int from, float scale) {

  static Axis of(int from, int to) {
    return new Axis(from, (float) from / to);
  }

  /** Returns the pixel at or before the place of a wanted one. */
  int first(int wanted) {
    return (int) place(wanted);
  }

  /** Returns the pixel behind it. */
  int second(int wanted) {
    return Math.min(first(wanted) + 1, from - 1);
  }

  /** Returns how much of the second pixel is in it, 0 to 1. */
  float share(int wanted) {
    return place(wanted) - first(wanted);
  }

  private float place(int wanted) {
    return Math.max(0, Math.min(from - 1, (wanted + 0.5f) * scale - 0.5f));
  }
}

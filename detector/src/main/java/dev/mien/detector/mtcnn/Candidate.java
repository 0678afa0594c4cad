// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import dev.mien.events.Box;

/**
 * A place where a face may be. Edges are in pixels of the picture, (0, 0) being the corner of the
 * top left pixel; the right and lower edge are outside.
 *
 * @param score of the network that proposed it, 0 to 1
 */
record Candidate(float left, float top, float right, float bottom, float score) {

  float width() {
    return right - left;
  }

  float height() {
    return bottom - top;
  }

  /** Whether it covers anything: a regression can turn a box inside out. */
  boolean hasArea() {
    return width() > 0 && height() > 0;
  }

  /** Whether a picture of this size shows any of it. */
  boolean isIn(int pictureWidth, int pictureHeight) {
    return right > 0 && bottom > 0 && left < pictureWidth && top < pictureHeight;
  }

  Candidate withScore(float newScore) {
    return new Candidate(left, top, right, bottom, newScore);
  }

  /**
   * Moves each edge by a share of the width or height, as bounding box regression has it.
   *
   * @param offsets holds the shares of the left, upper, right and lower edge
   * @param at index of the first
   * @param stride from one to the next
   */
  Candidate moved(float[] offsets, int at, int stride) {
    return new Candidate(
        left + offsets[at] * width(),
        top + offsets[at + stride] * height(),
        right + offsets[at + 2 * stride] * width(),
        bottom + offsets[at + 3 * stride] * height(),
        score);
  }

  /** Returns the square of whole pixels with the same centre and the longer side. */
  Candidate squared() {
    int side = Math.max(1, Math.round(Math.max(width(), height())));
    int x = Math.round((left + right - side) / 2);
    int y = Math.round((top + bottom - side) / 2);
    return new Candidate(x, y, x + side, y + side, score);
  }

  /** Returns the common area divided by the area that either covers. */
  double intersectionOverUnion(Candidate other) {
    double common = intersection(other);
    return common / (area() + other.area() - common);
  }

  /** Returns the common area divided by the lesser area. */
  double intersectionOverSmaller(Candidate other) {
    return intersection(other) / Math.min(area(), other.area());
  }

  Box box() {
    return new Box(left, top, width(), height());
  }

  private double area() {
    return (double) width() * height();
  }

  private double intersection(Candidate other) {
    double w = Math.min(right, other.right) - Math.max(left, other.left);
    double h = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    return w > 0 && h > 0 ? w * h : 0;
  }
}

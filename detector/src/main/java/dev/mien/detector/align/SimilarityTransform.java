// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.align;

import dev.mien.events.Point;
import java.util.List;

/**
 * Turns, scales and moves the plane, without mirroring it: (x, y) goes to (a x - b y + tx, b x + a
 * y + ty).
 *
 * @param a scale times cosine of the angle
 * @param b scale times sine of the angle
 * @param tx shift to the right
 * @param ty shift down
 */
record SimilarityTransform(double a, double b, double tx, double ty) {

  /**
   * Returns the transform that brings {@code from} nearest to {@code to} by the sum of squared
   * distances: in the plane and without reflection, the closed form of Umeyama 1991, "Least-squares
   * estimation of transformation parameters between two point patterns".
   *
   * @throws IllegalArgumentException if the lists differ in length or all of {@code from} is one
   *     point
   */
  static SimilarityTransform leastSquares(List<Point> from, List<Point> to) {
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(from.size() + " points onto " + to.size());
    }
    double fromX = from.stream().mapToDouble(Point::x).average().orElse(0);
    double fromY = from.stream().mapToDouble(Point::y).average().orElse(0);
    double toX = to.stream().mapToDouble(Point::x).average().orElse(0);
    double toY = to.stream().mapToDouble(Point::y).average().orElse(0);
    double dot = 0;
    double cross = 0;
    double spread = 0;
    for (int i = 0; i < from.size(); i++) {
      double x = from.get(i).x() - fromX;
      double y = from.get(i).y() - fromY;
      double u = to.get(i).x() - toX;
      double v = to.get(i).y() - toY;
      dot += x * u + y * v;
      cross += x * v - y * u;
      spread += x * x + y * y;
    }
    if (spread == 0) {
      throw new IllegalArgumentException("no transform from points without distance: " + from);
    }
    double a = dot / spread;
    double b = cross / spread;
    return new SimilarityTransform(
        a, b, toX - (a * fromX - b * fromY), toY - (b * fromX + a * fromY));
  }

  /** Returns how many times longer distances become. */
  double scale() {
    return Math.hypot(a, b);
  }

  /**
   * Returns the transform for points of a picture in which each pixel stands for a block of {@code
   * divisor} by {@code divisor} pixels. The centre of a block lies between its pixels, hence the
   * shift.
   */
  SimilarityTransform fromShrunk(int divisor) {
    double shift = (divisor - 1) / 2.0;
    return new SimilarityTransform(
        a * divisor, b * divisor, tx + (a - b) * shift, ty + (a + b) * shift);
  }

  /** Returns the transform to a plane with a margin left and above. */
  SimilarityTransform withMargin(int margin) {
    return new SimilarityTransform(a, b, tx + margin, ty + margin);
  }

  /** Returns where the point goes. */
  Point apply(Point point) {
    return new Point(
        (float) (a * point.x() - b * point.y() + tx), (float) (b * point.x() + a * point.y() + ty));
  }

  /** Returns two rows and three columns, row by row. */
  double[] matrix() {
    return new double[] {a, -b, tx, b, a, ty};
  }
}

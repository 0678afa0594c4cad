// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import java.nio.FloatBuffer;
import java.util.Locale;

/**
 * How far two computations of the same numbers are apart.
 *
 * @param farthest largest difference of two numbers; NaN if either is
 * @param largest absolute value of the first computation
 */
public record Difference(double farthest, double largest) {

  private static final double ABSOLUTE = 1e-4;

  /** Single precision has seven digits, and sums of hundreds of products lose one or two. */
  private static final double RELATIVE = 1e-5;

  static final Difference NONE = new Difference(0, 0);

  /** Compares numbers with the next ones of a buffer, as many. */
  static Difference of(FloatBuffer expected, float[] numbers) {
    Difference all = NONE;
    for (float number : numbers) {
      float one = expected.get();
      all = all.and(new Difference(Math.abs(one - number), Math.abs(one)));
    }
    return all;
  }

  /** Returns that of both. */
  Difference and(Difference other) {
    return new Difference(
        Math.max(farthest, other.farthest), Math.max(largest, other.largest)); // NaN stays
  }

  /** Returns what rounding may make of it: 1e-4, and more of numbers above 10. */
  double rounding() {
    return Math.max(ABSOLUTE, RELATIVE * largest);
  }

  /** Returns whether it is no more than rounding; what is not finite never is. */
  boolean isRounding() {
    return Double.isFinite(largest) && farthest <= rounding();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2g (values up to %.2g, expected %.2g at most)",
        farthest,
        largest,
        rounding());
  }
}

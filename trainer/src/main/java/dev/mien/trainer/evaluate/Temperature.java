// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

/** Finds what to divide logits by, so that probabilities are as often right as they say. */
public final class Temperature {

  private static final double LOWEST = 0.05;
  private static final double HIGHEST = 20;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double TOLERANCE = 1e-4;

  private Temperature() {}

  /**
   * Returns the temperature of the least log loss, 0.05 to 20. The loss is convex in its inverse,
   * so that the golden section finds the minimum.
   *
   * @param predictions at temperature 1, on faces that were not trained with
   */
  public static double fit(Predictions predictions) {
    double low = 1 / HIGHEST;
    double high = 1 / LOWEST;
    while (high - low > TOLERANCE * low) {
      double step = GOLDEN * (high - low);
      if (loss(predictions, high - step) < loss(predictions, low + step)) {
        high = low + step;
      } else {
        low = high - step;
      }
    }
    return 2 / (low + high);
  }

  private static double loss(Predictions predictions, double inverse) {
    return predictions.tempered(1 / inverse).logLoss();
  }
}

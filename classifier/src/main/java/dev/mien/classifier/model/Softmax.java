// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import java.util.Arrays;

/** Logits into probabilities. */
final class Softmax {

  private Softmax() {}

  /** Returns whether all logits are finite. */
  static boolean isDefined(float[] logits) {
    for (float logit : logits) {
      if (!Float.isFinite(logit)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Computes in double precision and relative to the largest logit, so that nothing overflows.
   *
   * @param temperature that the logits are divided by, above 0
   * @throws IllegalArgumentException if a logit is not finite
   */
  static float[] of(float[] logits, double temperature) {
    if (!isDefined(logits)) {
      throw new IllegalArgumentException("its logits are not finite: " + Arrays.toString(logits));
    }
    double max = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    double[] powers = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      powers[i] = Math.exp((logits[i] - max) / temperature);
      sum += powers[i];
    }
    float[] probabilities = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      probabilities[i] = (float) (powers[i] / sum);
    }
    return probabilities;
  }
}

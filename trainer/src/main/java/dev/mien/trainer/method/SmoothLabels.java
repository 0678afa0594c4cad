// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

/**
 * Re-balanced smooth labels, equation 8: the rarer a class, the more of the smooth part is its own.
 *
 * @param balance the weights B
 * @param alpha the smooth part, from 0 to 1
 * @param smoothing which classes share it
 */
record SmoothLabels(ClassBalance balance, double alpha, Smoothing smoothing) {

  /**
   * Checks the smooth part.
   *
   * @throws IllegalArgumentException naming the value
   */
  public SmoothLabels {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", expected 0 to 1");
    }
  }

  /**
   * Returns the target for a label, or a distribution over the labels.
   *
   * @param label one number for each class, summing to 1
   */
  public float[] of(float[] label) {
    float[] target = new float[label.length];
    for (int l = 0; l < label.length; l++) {
      double smooth =
          switch (smoothing) {
            case ALL -> balance.weight(l) / label.length;
            case OTHERS -> shareOfOthers(label, l);
          };
      target[l] = (float) ((1 - alpha) * label[l] + alpha * smooth);
    }
    return target;
  }

  /** What class l gets from the labels that it is not. */
  private double shareOfOthers(float[] label, int l) {
    double share = 0;
    for (int k = 0; k < label.length; k++) {
      if (k != l) {
        share += label[k] * balance.weight(l) / (label.length - balance.weight(k));
      }
    }
    return share;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The weights B of the classes, equation 4, scaled so that they sum to the number of classes L.
 * Without the scaling, which the source of the equation has (Cui et al. 2019), B is around 1e-4 and
 * the maps of equation 3 vanish; with it the targets of equation 8 sum to 1.
 */
final class ClassBalance {

  private final double[] weights;

  private ClassBalance(double[] weights) {
    this.weights = weights;
  }

  /**
   * Weighs the classes.
   *
   * @param counts training pictures of each class, at least 1
   * @param beta of equation 4, at least 0 and below 1
   * @throws IllegalArgumentException naming the class or value that does not fit
   */
  public static ClassBalance of(ClassWeights scheme, int[] counts, double beta) {
    checkBeta(beta);
    for (int l = 0; l < counts.length; l++) {
      if (counts[l] < 1) {
        throw new IllegalArgumentException(
            "class %d has %d training pictures, expected at least 1".formatted(l, counts[l]));
      }
    }
    double[] raw = Arrays.stream(counts).mapToDouble(n -> raw(scheme, n, beta)).toArray();
    double scale = counts.length / Arrays.stream(raw).sum();
    return new ClassBalance(Arrays.stream(raw).map(b -> b * scale).toArray());
  }

  static void checkBeta(double beta) {
    if (!(beta >= 0 && beta < 1)) {
      throw new IllegalArgumentException("beta is " + beta + ", expected at least 0 and below 1");
    }
  }

  private static double raw(ClassWeights scheme, int n, double beta) {
    return switch (scheme) {
      case EFFECTIVE_NUMBER -> (1 - beta) / (1 - Math.pow(beta, n));
      case INVERSE_FREQUENCY -> 1.0 / n;
      case NONE -> 1;
    };
  }

  /** Returns how many classes there are. */
  public int classes() {
    return weights.length;
  }

  /** Returns B of a class. */
  public double weight(int label) {
    return weights[label];
  }

  /** Returns a copy of B. */
  public double[] weights() {
    return weights.clone();
  }

  /** Returns the weights that rescale the maps: for the square root, B outside the square. */
  double[] squareRoots() {
    return IntStream.range(0, classes()).mapToDouble(l -> Math.sqrt(weights[l])).toArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.evaluate.ConfusionMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The logits of pictures beside their labels. */
final class LabelledLogits {

  private final float[][] logits;
  private final int[] labels;
  private final int classes;

  /** Keeps the arrays, which must not be changed afterwards. */
  LabelledLogits(float[][] logits, int[] labels, int classes) {
    this.logits = logits;
    this.labels = labels;
    this.classes = classes;
  }

  /**
   * Counts what is right.
   *
   * @param shift added to the logits of each class
   */
  Accuracy accuracy(double[] shift) {
    int[] taken = Arrays.stream(logits).mapToInt(row -> leading(row, shift)).toArray();
    ConfusionMatrix confusion = ConfusionMatrix.of(classes, labels, taken);
    List<Double> each = IntStream.range(0, classes).mapToObj(confusion::accuracy).toList();
    return new Accuracy(confusion.overall(), confusion.mean(), each);
  }

  private static int leading(float[] row, double[] shift) {
    int best = 0;
    for (int label = 1; label < row.length; label++) {
      if (row[label] + shift[label] > row[best] + shift[best]) {
        best = label;
      }
    }
    return best;
  }

  /**
   * Finds how much of the frequency of the classes the logits should take in, a multiple of its
   * logarithm from -1 to 1, so that {@link Accuracy#merit} is greatest; of equal ones the least.
   *
   * @param counts training pictures of each class
   * @return what to add to the logits of each class
   */
  double[] fittedPrior(int[] counts) {
    double total = Arrays.stream(counts).sum();
    double[] logs = Arrays.stream(counts).mapToDouble(n -> Math.log(n / total)).toArray();
    double[] best = new double[classes];
    double merit = accuracy(best).merit();
    for (int i = 2; i <= 2 * 20 + 1; i++) {
      double strength = i / 2 * (i % 2 == 0 ? -1 : 1) / 20.0; // from 0 outwards
      double[] shift = Arrays.stream(logs).map(log -> strength * log).toArray();
      double reached = accuracy(shift).merit();
      if (reached > merit) {
        merit = reached;
        best = shift;
      }
    }
    return best;
  }
}

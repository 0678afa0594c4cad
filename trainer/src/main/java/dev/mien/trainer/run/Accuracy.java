// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Shares of pictures that were classified rightly.
 *
 * @param overall of all pictures
 * @param mean of the classes' shares, of the classes that have pictures
 * @param classes of each class, NaN where it has no picture
 */
public record Accuracy(double overall, double mean, List<Double> classes) {

  /** Copies the list. */
  public Accuracy {
    classes = List.copyOf(classes);
  }

  /** Counts right ones among all, by class. */
  static Accuracy of(int[] right, int[] all) {
    List<Double> classes = new ArrayList<>(Collections.nCopies(all.length, Double.NaN));
    double rights = 0;
    double total = 0;
    double sum = 0;
    int present = 0;
    for (int label = 0; label < all.length; label++) {
      rights += right[label];
      total += all[label];
      if (all[label] > 0) {
        double share = (double) right[label] / all[label];
        classes.set(label, share);
        sum += share;
        present++;
      }
    }
    return new Accuracy(rights / total, sum / present, classes);
  }

  /**
   * Returns what settings are chosen by. Overall accuracy counts twice: the mean hangs on the few
   * pictures of the rarest class, and is several times as uncertain.
   */
  double merit() {
    return (2 * overall + mean) / 3;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

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

  /**
   * Returns what settings are chosen by. Overall accuracy counts twice: the mean hangs on the few
   * pictures of the rarest class, and is several times as uncertain.
   */
  double merit() {
    return (2 * overall + mean) / 3;
  }
}

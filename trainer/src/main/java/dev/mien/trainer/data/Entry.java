// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.util.List;

/**
 * What is known of a face apart from its pixels.
 *
 * @param name of the picture within its data set
 * @param label index of its class
 * @param votes share of each class, which sum to 1; empty where the data set has only the label
 * @param part that it belongs to
 * @param detected whether the detector found the face; if not, a usual place was taken
 */
record Entry(String name, int label, List<Float> votes, Part part, boolean detected) {

  private static final double TOLERANCE = 1e-3;

  /**
   * Checks the label and the votes.
   *
   * @throws IllegalArgumentException naming the picture and the value
   */
  Entry {
    votes = List.copyOf(votes);
    if (label < 0) {
      throw new IllegalArgumentException(name + ": label " + label + ", expected 0 or more");
    }
    double sum = votes.stream().mapToDouble(Float::doubleValue).sum();
    if (!votes.isEmpty() && !(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(name + ": votes sum to " + sum + ", expected 1");
    }
  }

  /** Returns the share of each class: the votes, or all for the label. */
  float[] distribution(int classes) {
    float[] shares = new float[classes];
    if (votes.isEmpty()) {
      shares[label] = 1;
    }
    for (int i = 0; i < votes.size(); i++) {
      shares[i] = votes.get(i);
    }
    return shares;
  }
}

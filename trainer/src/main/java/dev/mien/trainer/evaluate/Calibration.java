// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether the leading class is right as often as its probability says (Guo et al. 2017).
 *
 * @param bins of equal width over 0 to 1, ascending
 */
public record Calibration(List<Bin> bins) {

  /** As many as in the literature. */
  static final int BINS = 15;

  /** Copies the bins. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Faces whose leading class has about the same probability.
   *
   * @param faces how many
   * @param confidence mean of these probabilities, 0 where there is no face
   * @param accuracy share of faces whose leading class is right, 0 where there is no face
   */
  public record Bin(int faces, double confidence, double accuracy) {}

  static Calibration of(Predictions predictions) {
    int[] faces = new int[BINS];
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    for (int face = 0; face < predictions.size(); face++) {
      int leading = predictions.leading(face);
      double probability = predictions.probability(face, leading);
      int bin = Math.min((int) (probability * BINS), BINS - 1);
      faces[bin]++;
      confidence[bin] += probability;
      right[bin] += leading == predictions.label(face) ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      int n = Math.max(faces[bin], 1);
      bins.add(new Bin(faces[bin], confidence[bin] / n, (double) right[bin] / n));
    }
    return new Calibration(bins);
  }

  /** Returns the expected calibration error: the mean gap, weighted by faces, 0 to 1. */
  public double error() {
    double gaps = 0;
    int faces = 0;
    for (Bin bin : bins) {
      gaps += bin.faces() * Math.abs(bin.confidence() - bin.accuracy());
      faces += bin.faces();
    }
    return gaps / faces;
  }
}

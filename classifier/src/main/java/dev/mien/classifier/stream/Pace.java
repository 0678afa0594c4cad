// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import java.util.Arrays;
import java.util.OptionalDouble;

/** The median time per face over the last batches. */
final class Pace {

  /** A model that takes so many times as long for a face as another is too slow in its place. */
  static final double SLOWDOWN = 3;

  private static final int BATCHES = 100;
  private static final int FEWEST = 20;

  private final double[] nanos = new double[BATCHES];
  private int batches;

  void add(int faces, long time) {
    nanos[batches % BATCHES] = (double) time / faces;
    batches++;
  }

  /** Returns whether there were enough batches for a median. */
  boolean isKnown() {
    return batches >= FEWEST;
  }

  /** Returns whether there were as many batches as count. */
  boolean isFull() {
    return batches >= BATCHES;
  }

  /** Returns nanoseconds, nothing before there were enough batches. */
  OptionalDouble median() {
    if (!isKnown()) {
      return OptionalDouble.empty();
    }
    double[] sorted = Arrays.copyOf(nanos, Math.min(batches, BATCHES));
    Arrays.sort(sorted);
    return OptionalDouble.of(sorted[sorted.length / 2]);
  }
}

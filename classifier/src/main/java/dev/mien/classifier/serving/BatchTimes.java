// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import java.util.Arrays;
import java.util.Locale;

/**
 * The median times per face and per batch over the last batches. On a processor a batch takes the
 * longer the more faces it has, on a CUDA device it hardly does; who is slow is so by both.
 */
final class BatchTimes {

  /** A model that takes so many times as long as another is too slow in its place. */
  private static final double SLOWDOWN = 3;

  private static final int BATCHES = 100;
  private static final int FEWEST = 20;

  private final double[] nanosPerFace = new double[BATCHES];
  private final double[] nanosPerBatch = new double[BATCHES];
  private int batches;

  void add(int faces, long nanos) {
    nanosPerFace[batches % BATCHES] = (double) nanos / faces;
    nanosPerBatch[batches % BATCHES] = nanos;
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

  /** Returns whether this is too slow, where both are known. */
  boolean isSlow(BatchTimes usual) {
    return usual.isExceeded(median(nanosPerFace), median(nanosPerBatch));
  }

  /** Returns whether a batch takes too long, where this is known. */
  boolean isExceeded(int faces, long nanos) {
    return isExceeded((double) nanos / faces, (double) nanos);
  }

  private boolean isExceeded(double perFace, double perBatch) {
    return isKnown()
        && perFace > SLOWDOWN * median(nanosPerFace)
        && perBatch > SLOWDOWN * median(nanosPerBatch);
  }

  private double median(double[] nanos) {
    double[] sorted = Arrays.copyOf(nanos, Math.min(batches, BATCHES));
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** Returns both medians; there must be some batch. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f ms a face, %.1f a batch",
        median(nanosPerFace) / 1e6,
        median(nanosPerBatch) / 1e6);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * Of candidates that overlap, leaves the one with the highest score.
 *
 * @param overlap of two candidates, 0 to 1
 * @param limit of the overlap that both survive
 */
record NonMaximumSuppression(ToDoubleBiFunction<Candidate, Candidate> overlap, double limit) {

  static NonMaximumSuppression overUnion(double limit) {
    return new NonMaximumSuppression(Candidate::intersectionOverUnion, limit);
  }

  static NonMaximumSuppression overSmaller(double limit) {
    return new NonMaximumSuppression(Candidate::intersectionOverSmaller, limit);
  }

  /** Returns the survivors, the highest score first; of equal scores, the earlier one is higher. */
  <T> List<T> survivors(List<T> items, Function<T, Candidate> candidate) {
    return survivors(items, candidate, Integer.MAX_VALUE);
  }

  /** Returns so many of them at most. */
  <T> List<T> survivors(List<T> items, Function<T, Candidate> candidate, int most) {
    List<T> byScore = new ArrayList<>(items);
    byScore.sort(Comparator.comparing(item -> -candidate.apply(item).score()));
    List<T> survivors = new ArrayList<>();
    for (T item : byScore) {
      if (survivors.size() == most) {
        break;
      }
      Candidate next = candidate.apply(item);
      if (survivors.stream()
          .noneMatch(better -> overlap.applyAsDouble(candidate.apply(better), next) > limit)) {
        survivors.add(item);
      }
    }
    return survivors;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Scores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Something that a model has finite scores for.
 *
 * @param <T> what it is
 * @param subject the thing
 * @param scores of the model
 */
record Scored<T>(T subject, Scores scores) {

  /**
   * Puts together what a model was given and what it made of that, in the order of both.
   *
   * @param without gets those that have no scores
   */
  static <T> List<Scored<T>> of(
      List<T> subjects, List<Optional<Scores>> scores, Consumer<T> without) {
    List<Scored<T>> scored = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      T subject = subjects.get(i);
      scores
          .get(i)
          .ifPresentOrElse(
              known -> scored.add(new Scored<>(subject, known)), () -> without.accept(subject));
    }
    return scored;
  }
}

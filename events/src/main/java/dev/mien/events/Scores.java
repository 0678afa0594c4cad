// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A probability for every class of a model, in the model's order; together they are 1.
 *
 * @param byClass class name to probability, 0 to 1
 */
public record Scores(@JsonValue Map<String, Float> byClass) {

  /** A class is part of topic names and of metrics. */
  private static final int MAX_CLASS_LENGTH = 64;

  private static final double TOLERANCE = 1e-3;

  /**
   * Copies the map, which keeps its order.
   *
   * @throws IllegalArgumentException if a probability is out of range or the sum is not 1
   */
  @JsonCreator
  public Scores {
    double sum = 0;
    for (Map.Entry<String, Float> score : byClass.entrySet()) {
      Check.present("class", score.getKey());
      Check.range("length of a class's name", score.getKey().length(), 1, MAX_CLASS_LENGTH);
      Check.range(score.getKey(), score.getValue(), 0, 1);
      sum += score.getValue();
    }
    Check.range("sum of the probabilities", sum, 1 - TOLERANCE, 1 + TOLERANCE);
    byClass = Collections.unmodifiableMap(new LinkedHashMap<>(byClass));
  }

  /**
   * Pairs names and values of the same order.
   *
   * @throws IllegalArgumentException if their lengths differ or the values are no distribution
   */
  public static Scores of(List<String> classes, float[] probabilities) {
    if (classes.size() != probabilities.length) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities for the "
              + classes.size()
              + " classes "
              + classes);
    }
    Map<String, Float> byClass = new LinkedHashMap<>();
    for (int i = 0; i < probabilities.length; i++) {
      byClass.put(classes.get(i), probabilities[i]);
    }
    return new Scores(byClass);
  }

  /** Returns the class with the highest probability, the first of equals. */
  public String leading() {
    return byClass.entrySet().stream()
        .reduce((best, next) -> next.getValue() > best.getValue() ? next : best)
        .orElseThrow()
        .getKey();
  }

  /**
   * Returns the probability of one class.
   *
   * @throws IllegalArgumentException if the model has no such class
   */
  public float of(String emotion) {
    Float score = byClass.get(emotion);
    if (score == null) {
      throw new IllegalArgumentException(
          "no class '" + emotion + "', there are " + byClass.keySet());
    }
    return score;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier;

import dev.mien.events.Scores;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A weighted mean of scores. The newest picture weighs 1.
 *
 * @param model version that made the scores
 * @param positionMicros of the newest picture
 * @param sums of the weighted probabilities by class
 * @param weight sum of the weights
 * @param pictures that have a part in it
 */
record Average(
    String model, long positionMicros, Map<String, Double> sums, double weight, int pictures) {

  static Average of(String model, long positionMicros, Scores scores) {
    Map<String, Double> sums = new LinkedHashMap<>();
    scores.byClass().forEach((name, probability) -> sums.put(name, (double) probability));
    return new Average(model, positionMicros, sums, 1, 1);
  }

  /** Returns this one picture together with those before it, as far as they belong together. */
  Average after(Average before, double halfLifeMicros) {
    long elapsed = positionMicros - before.positionMicros;
    boolean sameModel = model.equals(before.model) && sums.keySet().equals(before.sums.keySet());
    if (elapsed < 0 || halfLifeMicros == 0 || !sameModel) {
      return this;
    }
    double decay = Math.pow(2, -elapsed / halfLifeMicros);
    Map<String, Double> joined = new LinkedHashMap<>(sums);
    joined.replaceAll((name, sum) -> sum + decay * before.sums.getOrDefault(name, 0.0));
    return new Average(
        model, positionMicros, joined, weight + decay * before.weight, pictures + before.pictures);
  }

  Scores mean() {
    Map<String, Float> mean = new LinkedHashMap<>();
    sums.forEach((name, sum) -> mean.put(name, (float) (sum / weight)));
    return new Scores(mean);
  }
}

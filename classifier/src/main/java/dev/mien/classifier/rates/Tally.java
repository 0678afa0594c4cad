// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The emotions of one camera in one window.
 *
 * @param byEmotion leading class to its share, in alphabetical order
 */
record Tally(Map<String, Share> byEmotion) {

  /**
   * One class of a tally.
   *
   * @param count of the events
   * @param sum of their probabilities of the class
   */
  record Share(long count, double sum) {

    Share plus(Share other) {
      return new Share(count + other.count, sum + other.sum);
    }
  }

  static Tally empty() {
    return new Tally(Map.of());
  }

  Tally plus(Emotion emotion) {
    Map<String, Share> shares = new TreeMap<>(byEmotion);
    float probability = emotion.probabilities().of(emotion.emotion());
    shares.merge(emotion.emotion(), new Share(1, probability), Share::plus);
    return new Tally(shares);
  }

  List<EmotionRate> rates(String camera, long startMicros, long endMicros) {
    return byEmotion.entrySet().stream()
        .map(
            entry -> {
              Share share = entry.getValue();
              double mean = Math.min(1, share.sum / share.count);
              return new EmotionRate(
                  camera, entry.getKey(), startMicros, endMicros, share.count, mean);
            })
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What a model made of one face. Travels as the JSON value in {@code mien.emotions} and in the
 * topic of its leading class.
 *
 * @param face that was classified; its fields lie beside those of the emotion in JSON
 * @param model version that made the scores
 * @param emotion leading class of {@code probabilities}
 * @param probabilities of this picture alone
 * @param smoothed probabilities averaged along the track, later pictures weighing more
 * @param smoothedOver number of pictures that {@code smoothed} rests on, this one included; it
 *     starts at 1 again when a classifier takes over a track, because the average lives in memory
 */
@JsonPropertyOrder({"face", "model", "emotion", "probabilities", "smoothed", "smoothedOver"})
public record Emotion(
    @JsonUnwrapped Face face,
    String model,
    String emotion,
    Scores probabilities,
    Scores smoothed,
    int smoothedOver) {

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Emotion {
    Check.present("model", model);
    Check.range("smoothedOver", smoothedOver, 1, Integer.MAX_VALUE);
    if (!probabilities.leading().equals(emotion)) {
      throw new IllegalArgumentException(
          "emotion is '" + emotion + "', but the leading class is " + probabilities.leading());
    }
    if (!probabilities.byClass().keySet().equals(smoothed.byClass().keySet())) {
      throw new IllegalArgumentException(
          "smoothed has the classes " + smoothed.byClass().keySet() + ", probabilities has others");
    }
  }
}

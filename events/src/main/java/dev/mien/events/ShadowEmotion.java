// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * What a candidate made of a face beside the model that serves. Travels as the JSON value in {@code
 * mien.shadow-emotions}.
 *
 * @param face that was classified by both; its fields lie beside the others in JSON
 * @param model version of the candidate
 * @param emotion leading class of {@code probabilities}
 * @param probabilities of the candidate for this picture
 * @param activeModel version that served
 * @param activeEmotion leading class of the model that served
 */
@JsonPropertyOrder({"face", "model", "emotion", "probabilities", "activeModel", "activeEmotion"})
public record ShadowEmotion(
    @JsonUnwrapped Face face,
    String model,
    String emotion,
    Scores probabilities,
    String activeModel,
    String activeEmotion) {

  /**
   * Checks that the parts agree.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public ShadowEmotion {
    Check.present("model", model);
    Check.present("activeModel", activeModel);
    Check.present("activeEmotion", activeEmotion);
    if (!probabilities.leading().equals(emotion)) {
      throw new IllegalArgumentException(
          "emotion is '" + emotion + "', but the leading class is " + probabilities.leading());
    }
  }

  /** Returns whether both models are led by the same class. */
  public boolean agrees() {
    return emotion.equals(activeEmotion);
  }
}

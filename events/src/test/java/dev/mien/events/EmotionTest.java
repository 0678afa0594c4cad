// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmotionTest {

  private static final Scores SCORES = Example.EMOTION.probabilities();

  @Test
  void itsClassMustBeTheLeadingOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Emotion(Example.FACE, "1", "fear", SCORES, SCORES, 1))
        .withMessage("emotion is 'fear', but the leading class is happiness");
  }

  @Test
  void smoothedScoresMustHaveTheClassesOfTheModel() {
    Scores others = Scores.of(List.of("yes", "no"), new float[] {0.5f, 0.5f});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Emotion(Example.FACE, "1", "happiness", SCORES, others, 1))
        .withMessageContaining("smoothed has the classes [yes, no]");
  }

  @Test
  void aRateNeedsAWindowThatEndsAfterItsStart() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EmotionRate("door", "fear", 1_000, 1_000, 1, 0.5))
        .withMessage("windowEndMicros is 1000, expected 1001 to 9223372036854775807");
  }
}

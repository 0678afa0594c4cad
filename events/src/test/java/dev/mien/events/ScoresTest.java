// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoresTest {

  private static final List<String> CLASSES = List.of("neutral", "fear", "anger");

  @Test
  void keepsTheOrderOfTheModel() {
    Scores scores = Scores.of(CLASSES, new float[] {0.1f, 0.7f, 0.2f});

    assertThat(scores.byClass())
        .containsExactly(
            Map.entry("neutral", 0.1f), Map.entry("fear", 0.7f), Map.entry("anger", 0.2f));
  }

  @Test
  void theHighestProbabilityLeads() {
    assertThat(Scores.of(CLASSES, new float[] {0.1f, 0.2f, 0.7f}).leading()).isEqualTo("anger");
  }

  @Test
  void theFirstOfEqualsLeads() {
    assertThat(Scores.of(CLASSES, new float[] {0.2f, 0.4f, 0.4f}).leading()).isEqualTo("fear");
  }

  @Test
  void theSumOfRoundedProbabilitiesIsNear1() {
    assertThat(Scores.of(CLASSES, new float[] {0.3333f, 0.3333f, 0.3333f}).of("fear"))
        .isEqualTo(0.3333f);
  }

  @Test
  void refusesASumThatIsNot1() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scores.of(CLASSES, new float[] {0.3f, 0.3f, 0.3f}))
        .withMessageContaining("sum of the probabilities is 0.9");
  }

  @Test
  void refusesAProbabilityOutOfRangeThoughTheSumIs1() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scores.of(CLASSES, new float[] {1.5f, -0.5f, 0}))
        .withMessageContaining("neutral is 1.5");
  }

  @Test
  void refusesANetworkThatAnswersNaN() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scores.of(CLASSES, new float[] {0.5f, Float.NaN, 0.5f}))
        .withMessageContaining("fear is NaN");
  }

  @Test
  void refusesAnotherNumberOfClasses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scores.of(CLASSES, new float[] {0.5f, 0.5f}))
        .withMessageContaining("2 probabilities for the 3 classes");
  }

  @Test
  void namesAClassTheModelDoesNotHave() {
    Scores scores = Scores.of(CLASSES, new float[] {0.1f, 0.7f, 0.2f});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.of("contempt"))
        .withMessageContaining("contempt")
        .withMessageContaining("[neutral, fear, anger]");
  }

  @Test
  void isACopy() {
    Map<String, Float> mutable = new LinkedHashMap<>(Map.of("neutral", 1f));
    Scores scores = new Scores(mutable);

    mutable.put("fear", 1f);

    assertThat(scores.byClass()).containsOnlyKeys("neutral");
  }
}

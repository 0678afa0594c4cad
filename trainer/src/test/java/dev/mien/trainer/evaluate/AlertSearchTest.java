// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.classifier.model.AlertThresholds;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertSearchTest {

  @Test
  void theLowerEndIsThatOfWilson() {
    // 8 of 10 at 90 %, one-sided: (0.8 + 0.0821 - 1.2816 sqrt(0.016 + 0.0041)) / 1.1642
    assertThat(AlertSearch.lowerEnd(8, 10)).isCloseTo(0.6015, within(5e-4));
    assertThat(AlertSearch.lowerEnd(15, 15)).isGreaterThan(0.9);
    assertThat(AlertSearch.lowerEnd(14, 14)).isLessThan(0.9);
    assertThat(AlertSearch.lowerEnd(0, 5)).isCloseTo(0, within(1e-12));
  }

  @Test
  void theLowestThresholdThatIsRightOftenEnoughIsTaken() {
    // From the top: 20 right ones, 10 wrong ones, then right and wrong in turns.
    Predictions predictions = ranked(20, 10, 40);

    AlertThresholds alerts = AlertSearch.search(predictions);

    // 0.9 holds for the first 20 (lower end 0.924) but not with one error more (0.886).
    assertThat(alerts.of("fear", 0.9)).hasValueCloseTo(between(20, predictions), within(1e-6));
    // 0.7: 20 of 24 has 0.714, 20 of 25 has 0.684.
    assertThat(alerts.of("fear", 0.7)).hasValueCloseTo(between(24, predictions), within(1e-6));
    // 0.5 holds for all 49 (0.512), but no threshold lies below a guess.
    assertThat(alerts.of("fear", 0.5)).hasValueCloseTo(between(49, predictions), within(1e-6));
  }

  @Test
  void aFewLuckyHitsAreNotEnough() {
    assertThat(AlertSearch.search(ranked(14, 60, 0)).of("fear", 0.9)).isEmpty();
    assertThat(AlertSearch.search(ranked(15, 60, 0)).of("fear", 0.9)).isPresent();
    assertThat(AlertSearch.search(ranked(3, 60, 0)).of("fear", 0.5)).isEmpty();
    assertThat(AlertSearch.search(ranked(5, 60, 0)).of("fear", 0.5)).isPresent();
  }

  @Test
  void facesOfEqualProbabilityAreNotDivided() {
    double[][] equal = new double[40][];
    int[] labels = new int[40];
    for (int i = 0; i < 40; i++) {
      equal[i] = new double[] {0.6, 0.4};
      labels[i] = i < 20 ? 0 : 1;
    }
    Predictions predictions = new Predictions(List.of("fear", "other"), labels, equal);

    assertThat(AlertSearch.search(predictions).of("fear", 0.7)).isEmpty();
  }

  /** Faces by falling probability of fear: right ones, wrong ones, then both in turns. */
  private static Predictions ranked(int right, int wrong, int turns) {
    int faces = right + wrong + turns;
    int[] labels = new int[faces];
    double[][] probabilities = new double[faces][];
    for (int i = 0; i < faces; i++) {
      boolean fear = i < right || (i >= right + wrong && (i - right - wrong) % 2 == 0);
      labels[i] = fear ? 0 : 1;
      double p = 0.99 - 0.01 * i;
      probabilities[i] = new double[] {p, 1 - p};
    }
    return new Predictions(List.of("fear", "other"), labels, probabilities);
  }

  private static double between(int alerts, Predictions predictions) {
    return (predictions.probability(alerts - 1, 0) + predictions.probability(alerts, 0)) / 2;
  }
}

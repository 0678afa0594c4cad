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
    // 8 of 10 at 99 %, one-sided: (0.8 + 0.2706 - 2.3263 sqrt(0.016 + 0.0135)) / 1.5412
    assertThat(AlertSearch.lowerEnd(8, 10)).isCloseTo(0.4353, within(5e-4));
    assertThat(AlertSearch.lowerEnd(49, 49)).isGreaterThan(0.9);
    assertThat(AlertSearch.lowerEnd(48, 48)).isLessThan(0.9);
    assertThat(AlertSearch.lowerEnd(0, 5)).isCloseTo(0, within(1e-12));
  }

  @Test
  void theLowestThresholdThatIsRightOftenEnoughIsTaken() {
    // From the top: 60 right ones, 60 wrong ones.
    Predictions predictions = ranked(60, 60);

    AlertThresholds alerts = AlertSearch.search(predictions);

    // 0.9 holds for the first 60 (lower end 0.917) but not with one error more (0.891).
    assertThat(alerts.of("fear", 0.9)).hasValueCloseTo(between(60, predictions), within(1e-6));
    // 60 of 72 has 0.709, 60 of 73 has 0.697.
    assertThat(alerts.of("fear", 0.7)).hasValueCloseTo(between(72, predictions), within(1e-6));
    // 60 of 97 has 0.501, 60 of 98 has 0.495.
    assertThat(alerts.of("fear", 0.5)).hasValueCloseTo(between(97, predictions), within(1e-6));
  }

  @Test
  void noThresholdLiesBelowAGuess() {
    // 130 right ones in steps of 0.004 from 0.99 on: the 123rd has 0.502.
    assertThat(AlertSearch.search(ranked(130, 0)).of("fear", 0.5))
        .hasValueCloseTo(0.5, within(1e-6));
  }

  @Test
  void aFewLuckyHitsAreNotEnough() {
    assertThat(AlertSearch.search(ranked(48, 60)).of("fear", 0.9)).isEmpty();
    assertThat(AlertSearch.search(ranked(49, 60)).of("fear", 0.9)).isPresent();
    assertThat(AlertSearch.search(ranked(13, 60)).of("fear", 0.5)).as("13 in 20").isEmpty();
    assertThat(AlertSearch.search(ranked(20, 60)).of("fear", 0.5)).isPresent();
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

  /** Faces by falling probability of fear: first right ones, then wrong ones. */
  private static Predictions ranked(int right, int wrong) {
    int faces = right + wrong;
    int[] labels = new int[faces];
    double[][] probabilities = new double[faces][];
    for (int i = 0; i < faces; i++) {
      labels[i] = i < right ? 0 : 1;
      double p = 0.99 - 0.004 * i;
      probabilities[i] = new double[] {p, 1 - p};
    }
    return new Predictions(List.of("fear", "other"), labels, probabilities);
  }

  private static double between(int alerts, Predictions predictions) {
    return (predictions.probability(alerts - 1, 0) + predictions.probability(alerts, 0)) / 2;
  }
}

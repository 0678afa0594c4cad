// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  @Test
  void errorIsTheMeanGapOverTheFaces() {
    // Bin 0.8 to 0.867: confidence 0.82, accuracy 0.5. Bin 0.6 to 0.667: 0.62, accuracy 1.
    Predictions predictions =
        new Predictions(
            List.of("a", "b"),
            new int[] {0, 1, 1},
            new double[][] {{0.81, 0.19}, {0.83, 0.17}, {0.38, 0.62}});

    Calibration calibration = Calibration.of(predictions);

    assertThat(calibration.error()).isCloseTo((2 * (0.82 - 0.5) + (1 - 0.62)) / 3, within(1e-12));
    assertThat(calibration.bins()).hasSize(15);
    assertThat(calibration.bins().get(12).faces()).isEqualTo(2);
    assertThat(calibration.bins().get(12).confidence()).isCloseTo(0.82, within(1e-12));
    assertThat(calibration.bins().get(12).accuracy()).isEqualTo(0.5);
    assertThat(calibration.bins().get(9).faces()).isEqualTo(1);
  }

  @Test
  void certaintyFallsIntoTheLastBin() {
    Predictions predictions =
        new Predictions(List.of("a", "b"), new int[] {0}, new double[][] {{1, 0}});

    assertThat(Calibration.of(predictions).bins().get(14).faces()).isEqualTo(1);
    assertThat(Calibration.of(predictions).error()).isZero();
  }

  @Test
  void theTemperatureUndoesExaggeration() {
    Predictions honest = drawn(5_000);
    Predictions exaggerated = honest.tempered(1 / 2.5);

    double temperature = Temperature.fit(exaggerated);

    assertThat(temperature).isCloseTo(2.5, within(0.15));
    assertThat(Calibration.of(exaggerated.tempered(temperature)).error())
        .isLessThan(0.03)
        .isLessThan(Calibration.of(exaggerated).error() / 3);
  }

  @Test
  void theTemperatureUndoesTimidity() {
    Predictions timid = drawn(5_000).tempered(3);

    assertThat(Temperature.fit(timid)).isCloseTo(1 / 3.0, within(0.03));
  }

  @Test
  void alwaysRightTakesTheLowestTemperature() {
    Predictions right =
        new Predictions(List.of("a", "b"), new int[] {0}, new double[][] {{0.9, 0.1}});

    assertThat(Temperature.fit(right)).isCloseTo(0.05, within(1e-4));
  }

  /** Labels that are drawn by the very probabilities. */
  private static Predictions drawn(int faces) {
    Random random = new Random(3);
    int[] labels = new int[faces];
    double[][] probabilities = new double[faces][];
    for (int face = 0; face < faces; face++) {
      double a = Math.exp(random.nextGaussian() * 1.5);
      double b = Math.exp(random.nextGaussian() * 1.5);
      double sum = a + b + 1;
      probabilities[face] = new double[] {a / sum, b / sum, 1 / sum};
      double draw = random.nextDouble() * sum;
      labels[face] = draw < a ? 0 : draw < a + b ? 1 : 2;
    }
    return new Predictions(List.of("a", "b", "c"), labels, probabilities);
  }
}

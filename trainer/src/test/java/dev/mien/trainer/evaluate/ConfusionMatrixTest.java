// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {

  /** Ten faces of the first class, five of the second, none of the third. */
  private final ConfusionMatrix confusion =
      new ConfusionMatrix(List.of(List.of(8, 1, 1), List.of(3, 2, 0), List.of(0, 0, 0)));

  @Test
  void rowsAreTheTruthAndColumnsTheAnswer() {
    assertThat(confusion.faces(0)).isEqualTo(10);
    assertThat(confusion.accuracy(0)).isEqualTo(0.8);
    assertThat(confusion.accuracy(1)).isEqualTo(0.4);
    assertThat(confusion.precision(0)).isCloseTo(8.0 / 11, within(1e-12));
    assertThat(confusion.precision(1)).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(confusion.precision(2)).isZero();
  }

  @Test
  void f1IsTheHarmonicMean() {
    double precision = 8.0 / 11;

    assertThat(confusion.f1(0)).isCloseTo(2 * precision * 0.8 / (precision + 0.8), within(1e-12));
    assertThat(confusion.f1(2)).isNaN();
  }

  @Test
  void meansLeaveOutClassesWithoutFaces() {
    assertThat(confusion.overall()).isCloseTo(10.0 / 15, within(1e-12));
    assertThat(confusion.mean()).isCloseTo((0.8 + 0.4) / 2, within(1e-12));
    assertThat(confusion.macroF1()).isCloseTo((16.0 / 21 + 4.0 / 8) / 2, within(1e-12));
  }

  @Test
  void facesAreCountedByTruthAndAnswer() {
    Predictions predictions =
        new Predictions(
            List.of("a", "b"),
            new int[] {0, 0, 1},
            new double[][] {{0.9, 0.1}, {0.3, 0.7}, {0.5, 0.5}});

    assertThat(ConfusionMatrix.of(predictions).counts())
        .as("of equals the first leads")
        .containsExactly(List.of(1, 1), List.of(1, 0));
  }

  @Test
  void unequalRowsAreRefused() {
    assertThatThrownBy(() -> new ConfusionMatrix(List.of(List.of(1, 2))))
        .hasMessageContaining("2 counts for 1 classes");
  }
}

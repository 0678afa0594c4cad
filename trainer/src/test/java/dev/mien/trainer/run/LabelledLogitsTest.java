// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledLogitsTest {

  private static final double[] NOTHING = {0, 0};

  /** Three of class 0, one of class 1, which class 0 outshines by 0.5. */
  private static final LabelledLogits SCORES =
      new LabelledLogits(
          new float[][] {{2, 0}, {2, 0}, {0, 1}, {1, 0.5f}}, new int[] {0, 0, 0, 1}, 2);

  @Test
  void overallCountsPicturesAndMeanCountsClasses() {
    Accuracy accuracy = SCORES.accuracy(NOTHING);

    assertThat(accuracy.overall()).isEqualTo(0.5);
    assertThat(accuracy.mean()).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(accuracy.classes()).isEqualTo(List.of(2 / 3.0, 0.0));
  }

  @Test
  void aShiftTurnsTheBalance() {
    assertThat(SCORES.accuracy(new double[] {0, 0.6}).classes()).isEqualTo(List.of(2 / 3.0, 1.0));
  }

  @Test
  void aClassWithoutPicturesDoesNotCountInTheMean() {
    Accuracy accuracy =
        new LabelledLogits(new float[][] {{1, 0}}, new int[] {0}, 2).accuracy(NOTHING);

    assertThat(accuracy.mean()).isEqualTo(1);
    assertThat(accuracy.classes().get(1)).isNaN();
  }

  @Test
  void theFittedPriorTakesTheLeastThatDoesBest() {
    // The logarithms of 0.9 and 0.1 are ln 9 apart: a quarter of that is more than 0.5.
    double[] shift = SCORES.fittedPrior(new int[] {9, 1});

    assertThat(SCORES.accuracy(shift).mean()).isCloseTo(5 / 6.0, within(1e-9));
    assertThat(shift[1] - shift[0]).isBetween(0.5, 2.0);
  }

  @Test
  void ofPriorsThatHelpAsMuchTheLeastIsTaken() {
    LabelledLogits near =
        new LabelledLogits(new float[][] {{1, 0}, {0.6f, 0.5f}}, new int[] {0, 1}, 2);

    double[] shift = near.fittedPrior(new int[] {9, 1});

    assertThat(shift[1] - shift[0]).isCloseTo(0.05 * Math.log(9), within(1e-9));
  }

  @Test
  void aPriorThatCannotHelpIsLeftAlone() {
    LabelledLogits right = new LabelledLogits(new float[][] {{1, 0}, {0, 1}}, new int[] {0, 1}, 2);

    assertThat(right.fittedPrior(new int[] {9, 1})).containsExactly(NOTHING);
  }
}

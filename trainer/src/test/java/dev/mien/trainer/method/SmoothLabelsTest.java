// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SmoothLabelsTest {

  /** B is 1.2 and 0.8. */
  private static final ClassBalance BALANCE =
      ClassBalance.of(ClassWeights.EFFECTIVE_NUMBER, new int[] {1, 2}, 0.5);

  @Test
  void targetsAreThoseOfEquationEight() {
    SmoothLabels labels = new SmoothLabels(BALANCE, 0.1, Smoothing.ALL);

    // 0.9 * 0 + 0.1 * 1.2 / 2 and 0.9 * 1 + 0.1 * 0.8 / 2
    assertThat(labels.of(new float[] {0, 1}))
        .containsExactly(new float[] {0.06f, 0.94f}, within(1e-6f));
  }

  @Test
  void targetsOfADistributionSumToOne() {
    SmoothLabels labels = new SmoothLabels(BALANCE, 0.3, Smoothing.ALL);

    float[] target = labels.of(new float[] {0.25f, 0.75f});

    assertThat(target[0] + target[1]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void othersLeaveNothingOfTheSmoothPartToTheLabelItself() {
    // B is 18/11, 9/11, 6/11: of the 0.3, the classes 1 and 2 get 9/15 and 6/15
    ClassBalance balance = ClassBalance.of(ClassWeights.INVERSE_FREQUENCY, new int[] {1, 2, 3}, 0);

    float[] target = new SmoothLabels(balance, 0.3, Smoothing.OTHERS).of(new float[] {1, 0, 0});

    assertThat(target).containsExactly(new float[] {0.7f, 0.18f, 0.12f}, within(1e-6f));
  }

  @Test
  void withoutASmoothPartTheLabelStays() {
    SmoothLabels labels = new SmoothLabels(BALANCE, 0, Smoothing.ALL);

    assertThat(labels.of(new float[] {0.5f, 0.5f})).containsExactly(0.5f, 0.5f);
  }
}

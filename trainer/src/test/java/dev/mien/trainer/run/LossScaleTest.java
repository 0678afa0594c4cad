// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.trainer.network.Precision;
import org.junit.jupiter.api.Test;

class LossScaleTest {

  private final LossScale scale = new LossScale(Precision.FLOAT16);

  @Test
  void isHalvedWhenGradientsOverflow() {
    double first = scale.factor();

    scale.follow(false);
    scale.follow(false);

    assertThat(scale.factor()).isEqualTo(first / 4);
  }

  @Test
  void growsAfterManyStepsWithoutOverflow() {
    double first = scale.factor();
    for (int step = 0; step < 1_999; step++) {
      scale.follow(true);
    }
    LossScale resumed = new LossScale(Precision.FLOAT16);
    resumed.load(scale.stored());

    assertThat(resumed.factor()).isEqualTo(first);
    resumed.follow(true);
    assertThat(resumed.factor()).isEqualTo(2 * first);
  }

  @Test
  void knowsAfterAResumeHowManyStepsItLeftOut() {
    scale.follow(false);
    scale.follow(true);
    scale.follow(false);
    LossScale resumed = new LossScale(Precision.FLOAT16);
    resumed.load(scale.stored());

    assertThat(resumed.leftOut()).isEqualTo(2);
  }

  @Test
  void isExhaustedWhenALossThatIsNotScaledOverflows() {
    for (int step = 0; step < 16; step++) {
      scale.follow(false);
    }
    assertThat(scale.factor()).isEqualTo(1);
    assertThat(scale.isExhausted()).isFalse();

    scale.follow(false);
    assertThat(scale.isExhausted()).isTrue();
  }

  @Test
  void otherPrecisionsAreLeftAsTheyAre() {
    assertThat(new LossScale(Precision.BFLOAT16).isUsed()).isFalse();
    assertThat(new LossScale(Precision.SINGLE).factor()).isEqualTo(1);
  }
}

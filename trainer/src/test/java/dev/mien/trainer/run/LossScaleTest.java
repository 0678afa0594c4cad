// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.trainer.network.Precision;
import dev.mien.trainer.weights.StoredTensor;
import java.util.List;
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
  void readsWhatDidNotCountThemYet() {
    LossScale resumed = new LossScale(Precision.FLOAT16);
    resumed.load(new StoredTensor(List.of(2L), new float[] {1_024, 7}));

    assertThat(resumed.factor()).isEqualTo(1_024);
    assertThat(resumed.leftOut()).isZero();
  }

  @Test
  void aLossThatIsNoNumberSaysNothingOfTheScale() {
    double first = scale.factor();
    for (int step = 0; step < 100; step++) {
      scale.leaveOut();
      scale.follow(true);
    }
    assertThat(scale.factor()).isEqualTo(first);
    assertThat(scale.leftOut()).isEqualTo(100);
    assertThat(scale.isExhausted()).isFalse();

    for (int step = 0; step < 20; step++) {
      scale.leaveOut();
    }
    assertThat(scale.isExhausted()).isTrue();
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

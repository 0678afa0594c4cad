// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainConfigTest {

  private static TrainConfig config(Map<String, Object> values) {
    return Settings.defaults().with(values).config();
  }

  @Test
  void theConsistencyWarmsUpOnceThereArePairs() {
    TrainConfig later = config(Map.of("pairsFrom", 3, "lambdaWarmUp", 2));

    assertThat(later.warmth(2.9)).isZero();
    assertThat(later.warmth(3)).isZero();
    assertThat(later.warmth(3.5)).isEqualTo(0.25);
    assertThat(later.warmth(5)).isEqualTo(1);
    assertThat(later.warmth(50)).isEqualTo(1);
    assertThat(config(Map.of("lambdaWarmUp", 2)).warmth(0.5)).isEqualTo(0.25);
    assertThat(config(Map.of("pairsFrom", 3)).warmth(3)).isEqualTo(1);
  }

  @Test
  void theLearningRateRisesWithinTheWarmUpAndDecaysByTheEpoch() {
    TrainConfig config = config(Map.of("learningRate", 1e-3, "decay", 0.5, "warmUpSteps", 10));

    assertThat(config.learningRate(0, 0)).isCloseTo(1e-4, within(1e-12));
    assertThat(config.learningRate(0, 9)).isCloseTo(1e-3, within(1e-12));
    assertThat(config.learningRate(2, 500)).isCloseTo(2.5e-4, within(1e-12));
  }
}

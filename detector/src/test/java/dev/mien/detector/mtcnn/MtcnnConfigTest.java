// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mien.detector.mtcnn.MtcnnConfig.Overlaps;
import dev.mien.detector.mtcnn.MtcnnConfig.Thresholds;
import org.junit.jupiter.api.Test;

class MtcnnConfigTest {

  @Test
  void defaultsAreThoseOfThePaper() {
    MtcnnConfig config = MtcnnConfig.defaults();

    assertThat(config.minFace()).isEqualTo(40);
    assertThat(config.factor()).isEqualTo(0.709);
    assertThat(config.thresholds()).isEqualTo(new Thresholds(0.6, 0.7, 0.7));
    assertThat(config.overlaps()).isEqualTo(new Overlaps(0.5, 0.7, 0.7, 0.7));
  }

  @Test
  void refusesFacesSmallerThanTheWindow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MtcnnConfig.defaults().withMinFace(11))
        .withMessage("smallest face is 11, expected 12 to 10000");
  }

  @Test
  void refusesAPyramidWithoutEnd() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MtcnnConfig.defaults().withFactor(1))
        .withMessageContaining("pyramid factor is 1");
  }

  @Test
  void refusesThresholdsThatAreNoProbabilities() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Thresholds(0.6, 70, 0.7))
        .withMessageContaining("threshold of the R-Net is 70");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Thresholds(Double.NaN, 0.7, 0.7))
        .withMessageContaining("NaN");
  }

  @Test
  void refusesNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MtcnnConfig.defaults().withThreads(0))
        .withMessageContaining("threads is 0");
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.model.DeviceChoice;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingSpeedTest {

  @Test
  void mirrorImagesAreImagesToo() {
    try (TrainingSpeed pairs = speed(Map.of("batch", 2));
        TrainingSpeed singles = speed(Map.of("batch", 2, "pairsFrom", 1))) {
      assertThat(pairs.images()).isEqualTo(4);
      assertThat(singles.images()).isEqualTo(2);
    }
  }

  @Test
  void theRateIsThatOfTheStep() {
    try (TrainingSpeed speed = speed(Map.of("batch", 2, "freeze", List.of("stem")))) {
      // A busy machine may hold one of them up in between.
      double share = IntStream.range(0, 5).mapToDouble(i -> shareOfTime(speed)).max().orElseThrow();

      assertThat(share).isBetween(0.5, 1.0);
      assertThat(speed.deviceName()).isEqualTo("cpu");
    }
  }

  @Test
  void aStageThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> speed(Map.of("freeze", List.of("attic"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'attic'", "stem");
  }

  /** Returns which part of the time that a step takes it says it took. */
  private static double shareOfTime(TrainingSpeed speed) {
    long start = System.nanoTime();
    double seconds = speed.images() / speed.imagesPerSecond();
    return seconds * 1e9 / (System.nanoTime() - start);
  }

  private static TrainingSpeed speed(Map<String, Object> settings) {
    return TrainingSpeed.of(Settings.defaults().with(settings).config(), new DeviceChoice.Cpu());
  }
}

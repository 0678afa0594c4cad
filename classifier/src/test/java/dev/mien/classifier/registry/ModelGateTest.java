// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.model.ModelVariant;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelGateTest {

  private static final DeviceChoice CPU = new DeviceChoice.Cpu();

  @TempDir private Path folder;

  @Test
  void fileThatNobodyPublishedHasToComputeWhatItSays() throws IOException {
    String golden;
    try (EmotionModel bundled = ModelGate.open(null, CPU, 1)) {
      golden = bundled.properties().getOrDefault(GoldenFaces.KEY, "");
    }
    assertThat(golden).startsWith(GoldenFaces.NAME);
    ModelVariant variant = new ModelVariant("damaged").with(GoldenFaces.KEY, golden);
    ModelGate.open(variant.write(folder), CPU, 1).close();

    Path file = variant.shifted(3, 0.01f).write(folder);

    assertThatThrownBy(() -> ModelGate.open(file, CPU, 1))
        .isInstanceOf(StageFailure.class)
        .hasMessageStartingWith("model " + file + " cannot serve: model damaged differs by 0.010");
  }

  @Test
  void fileWithBrokenGoldenLogitsIsRefused() throws IOException {
    Path file = new ModelVariant("broken").with(GoldenFaces.KEY, "mien-1").write(folder);

    assertThatThrownBy(() -> ModelGate.open(file, CPU, 1))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("metadata 'golden' is 'mien-1'");
  }

  @Test
  void fileThatNobodyPublishedHasToTakeWholeBatches() throws IOException {
    Path file = new ModelVariant("few").forFaces(4).write(folder);
    try (EmotionModel model = ModelGate.open(file, CPU, 1)) {
      ModelGate.warmUp(model, 4);

      assertThatThrownBy(() -> ModelGate.warmUp(model, 8))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("few fails on a batch of 8 faces on cpu");
    }
  }

  @Test
  void fileWithoutGoldenLogitsMayServe() throws IOException {
    try (EmotionModel model = ModelGate.open(new ModelVariant("bare").write(folder), CPU, 1)) {
      assertThat(model.properties()).doesNotContainKey(GoldenFaces.KEY);
    }
  }
}

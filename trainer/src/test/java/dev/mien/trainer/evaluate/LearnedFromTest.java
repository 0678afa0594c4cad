// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Imbalance;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedFromTest {

  private FaceSet set;

  @BeforeEach
  void paint(@TempDir Path folder) throws IOException {
    PaintedFaces painted = new PaintedFaces(8, 1, List.of("red", "blue"));
    for (int i = 0; i < 8; i++) {
      painted.noise(i % 2, Part.TRAIN);
    }
    set = painted.write(folder.resolve("painted.faces"));
  }

  @AfterEach
  void close() {
    set.close();
  }

  private static LearnedFrom run(String data, String factor, String seed) {
    return LearnedFrom.of(
        Map.of("data.sha256", data, "setting.imbalanceFactor", factor, "seed", seed));
  }

  @Test
  void theSubsetIsThatOfTheRun() {
    assertThat(run(set.hash(), "4.0", "7").subset(set))
        .containsExactly(Imbalance.subset(set, Part.TRAIN, 4, 7))
        .hasSize(5);
  }

  @Test
  void aModelThatLearnedFromAllOrFromAnotherSetIsRefused() {
    assertThatThrownBy(() -> run(set.hash(), "0.0", "7").subset(set))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("left no faces out");
    assertThatThrownBy(() -> run("0f", "4.0", "7").subset(set))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("SHA-256 0f", set.hash());
  }

  @Test
  void aFileOfAnotherTrainerIsRefused() {
    assertThatThrownBy(() -> LearnedFrom.of(Map.of("version", "other")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("setting.imbalanceFactor", "mien train");
  }
}

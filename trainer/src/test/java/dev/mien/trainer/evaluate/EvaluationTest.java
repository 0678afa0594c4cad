// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.model.AlertThresholds;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.evaluate.Evaluation.AlertFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {

  @TempDir private Path folder;

  private final Predictions predictions =
      new Predictions(
          List.of("calm", "fear", "disgust"),
          new int[] {0, 0, 1, 1},
          new double[][] {{0.8, 0.2, 0}, {0.3, 0.7, 0}, {0.1, 0.9, 0}, {0.6, 0.4, 0}});

  private final AlertThresholds alerts =
      new AlertThresholds(Map.of("fear", new TreeMap<>(Map.of(0.5, 0.4, 0.9, 0.9))));

  private final Evaluation figures = Evaluation.of("v1", "data-hash", "TEST", predictions, alerts);

  @Test
  void saysHowTheThresholdsDo() {
    assertThat(figures.alerts())
        .containsExactly(
            new AlertFigures("fear", 0.5, 0.4, 3, 2), new AlertFigures("fear", 0.9, 0.9, 1, 1));
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Path file = folder.resolve("figures.json");

    figures.write(file);

    assertThat(Evaluation.read(file)).isEqualTo(figures);
    assertThat(figures.classes().get(2).accuracy()).as("no face of it").isNaN();
  }

  @Test
  void aFileOfSomethingElseIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), "{\"model\": \"v1\"}");

    assertThatThrownBy(() -> Evaluation.read(file))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("other.json")
        .hasMessageContaining("mien evaluate --json");
  }

  @Test
  void aPartWithoutFacesIsNamed() {
    Predictions none = new Predictions(List.of("calm"), new int[0], new double[0][]);

    assertThatThrownBy(() -> Evaluation.of("v1", "hash", "test", none, AlertThresholds.NONE))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("'test'");
  }

  @Test
  void theTableSaysItInWords() {
    assertThat(EvaluationTable.text(figures).lines().map(String::strip))
        .contains(
            "calm               2    50.0 %    50.0 %  50.0 %",
            "disgust            0         -         -       -",
            "mean                    50.0 %            50.0 %",
            "overall            4    50.0 %",
            "taken for       calm    fear disgust",
            "calm               1       1       0",
            "fear            90.0 %     0.900       1   100.0 %    50.0 %",
            "fear            70.0 %      none",
            "disgust         50.0 %      none");
  }
}

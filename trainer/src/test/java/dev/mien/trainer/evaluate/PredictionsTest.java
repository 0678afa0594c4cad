// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a model whose logits are the means of red, green and blue, each 0 to 1. */
class PredictionsTest {

  @TempDir private Path folder;

  @Test
  void theModelSeesTheFaceWithoutItsMargin() throws IOException {
    PaintedFaces faces =
        new PaintedFaces(12, 2, List.of("blue", "red"))
            .plain(1, Part.TRAIN, 0, 0, 0)
            .plain(1, Part.TEST, 255, 0, 0)
            .plain(0, Part.TEST, 0, 0, 255);
    List<Integer> done = new ArrayList<>();

    try (FaceSet set = faces.write(folder.resolve("painted.faces"));
        EmotionModel model = open(8)) {
      Predictions predictions = Predictions.of(model, set, set.indices(Part.TEST), done::add);

      assertThat(predictions.size()).isEqualTo(2);
      assertThat(predictions.classes()).containsExactly("red", "green", "blue");
      assertThat(predictions.label(0)).as("by name").isEqualTo(0);
      assertThat(predictions.label(1)).isEqualTo(2);
      assertThat(predictions.leading(0)).isEqualTo(0);
      assertThat(predictions.leading(1)).isEqualTo(2);
      assertThat(predictions.probability(0, 0)).isCloseTo(Math.E / (Math.E + 2), within(1e-6));
      assertThat(done).containsExactly(2);
    }
  }

  @Test
  void aLargerModelSeesTheSameFaceEnlarged() throws IOException {
    PaintedFaces faces =
        new PaintedFaces(12, 2, List.of("red", "green")).plain(0, Part.TEST, 255, 0, 0);

    try (FaceSet set = faces.write(folder.resolve("painted.faces"));
        EmotionModel model = open(12)) {
      Predictions predictions = Predictions.of(model, set, new int[] {0}, done -> {});

      assertThat(predictions.probability(0, 0)).isCloseTo(Math.E / (Math.E + 2), within(1e-6));
    }
  }

  @Test
  void aClassThatTheModelDoesNotKnowIsNamed() throws IOException {
    PaintedFaces faces = new PaintedFaces(8, 0, List.of("red", "contempt")).noise(0, Part.TEST);

    try (FaceSet set = faces.write(folder.resolve("painted.faces"));
        EmotionModel model = open(8)) {
      assertThatThrownBy(() -> Predictions.of(model, set, new int[] {0}, done -> {}))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("contempt");
    }
  }

  @Test
  void temperatureIsThatOfTheLogits() {
    // Logits 0, log 4 and log 25 at temperature 1.
    Predictions sharp = one(1 / 30.0, 4 / 30.0, 25 / 30.0);

    Predictions mild = sharp.tempered(2);

    assertThat(mild.probability(0, 0)).isCloseTo(0.125, within(1e-12));
    assertThat(mild.probability(0, 1)).isCloseTo(0.25, within(1e-12));
    assertThat(mild.probability(0, 2)).isCloseTo(0.625, within(1e-12));
  }

  @Test
  void certaintyStaysFiniteAtAnyTemperature() {
    Predictions certain = one(0, 1, 0);

    assertThat(certain.logLoss()).isBetween(100.0, 110.0);
    assertThat(certain.tempered(0.05).probability(0, 1)).isEqualTo(1);
    assertThat(certain.tempered(20).probability(0, 0)).isBetween(0.0, 0.01);
  }

  @Test
  void logLossIsTheMeanOverTheFaces() {
    Predictions two =
        new Predictions(
            List.of("a", "b"), new int[] {0, 1}, new double[][] {{0.5, 0.5}, {0.75, 0.25}});

    assertThat(two.logLoss()).isCloseTo((Math.log(2) + Math.log(4)) / 2, within(1e-12));
  }

  private static Predictions one(double... probabilities) {
    return new Predictions(List.of("a", "b", "c"), new int[] {0}, new double[][] {probabilities});
  }

  private EmotionModel open(int side) throws IOException {
    return EmotionModel.open(MeanColours.write(folder, side), new DeviceChoice.Cpu(), 1);
  }
}

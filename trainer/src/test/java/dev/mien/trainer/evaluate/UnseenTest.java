// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.trainer.data.Copies;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures that are in a set twice, and what a model does without those that it has learned. */
class UnseenTest {

  private static final List<String> CLASSES = List.of("red", "blue");

  @TempDir private Path folder;

  private FaceSet faces() throws IOException {
    return new PaintedFaces(8, 1, CLASSES)
        .plain(0, Part.TRAIN, 200, 0, 0)
        .plain(0, Part.TRAIN, 200, 0, 0)
        .plain(1, Part.TRAIN, 0, 0, 200)
        .plain(0, Part.TRAIN, 0, 0, 200)
        .plain(0, Part.TEST, 200, 0, 0)
        .plain(0, Part.TEST, 210, 0, 0)
        .plain(1, Part.TEST, 0, 0, 210)
        .plain(1, Part.TEST, 0, 0, 220)
        .write(folder.resolve("painted.faces"));
  }

  @Test
  void copiesAreCounted() throws IOException {
    try (FaceSet faces = faces()) {
      assertThat(Copies.of(faces).lines())
          .containsExactly(
              "2 faces of the train part repeat another one of it, pixel by pixel; 1 pictures have more than one label",
              "1 faces of the test part are among the pictures to learn from, too, pixel by pixel");
    }
  }

  @Test
  void facesThatWereLearnedAreLeftOut() throws IOException {
    try (FaceSet faces = faces()) {
      int[] test = faces.indices(Part.TEST);
      double[][] probabilities = {{1, 0}, {0, 1}, {0, 1}, {1, 0}};
      Predictions predictions = new Predictions(CLASSES, new int[] {0, 0, 1, 1}, probabilities);

      Unseen unseen = Unseen.of(Copies.of(faces), test, predictions);

      assertThat(unseen).isEqualTo(new Unseen(1, 1.0 / 3, 0.25));
      assertThat(Unseen.only(Copies.of(faces), test, predictions).logLoss())
          .isEqualTo(predictions.of(new int[] {1, 2, 3}).logLoss());
      assertThat(EvaluationTable.text(unseen))
          .isEqualTo(
              "\nwithout the 1 faces that are among the pictures to learn from, too: overall 33.3 %, mean 25.0 %\n");
    }
  }

  @Test
  void copiesOfUndecidedPicturesCount() throws IOException {
    try (FaceSet faces =
        new PaintedFaces(8, 1, CLASSES)
            .noise(0, Part.TRAIN)
            .plain(1, Part.UNDECIDED, 0, 0, 200)
            .plain(0, Part.TEST, 0, 0, 200)
            .noise(1, Part.TEST)
            .write(folder.resolve("undecided.faces"))) {
      Copies copies = Copies.of(faces);
      assertThat(copies.isLearned(2)).isTrue();
      assertThat(copies.isLearned(3)).isFalse();
    }
  }

  @Test
  void aSetWithoutCopiesSaysNothing() throws IOException {
    try (FaceSet faces =
        new PaintedFaces(8, 1, CLASSES)
            .noise(0, Part.TRAIN)
            .noise(1, Part.TEST)
            .write(folder.resolve("noise.faces"))) {
      assertThat(Copies.of(faces).lines()).isEmpty();
    }
    assertThat(EvaluationTable.text(new Unseen(0, 1, 1))).isEmpty();
  }
}

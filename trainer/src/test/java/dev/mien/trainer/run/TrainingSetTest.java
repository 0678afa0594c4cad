// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetTest {

  @TempDir private Path folder;

  private FaceSet faces(Part last) throws IOException {
    return new PaintedFaces(16, 2, List.of("calm", "angry"))
        .voted(Part.TRAIN, 0.75f, 0.25f)
        .voted(Part.VALIDATION, 0f, 1f)
        .voted(Part.TRAIN, 0.25f, 0.75f)
        .voted(last, 0.5f, 0.5f)
        .write(folder.resolve("a.faces"));
  }

  private static TrainConfig config(String targets) {
    return Settings.defaults().with(Map.of("targets", targets)).config();
  }

  @Test
  void allVotesAreThoseOnUndecidedPicturesToo() throws IOException {
    try (FaceSet faces = faces(Part.UNDECIDED)) {
      TrainingSet all = TrainingSet.of(faces, config("all"));

      assertThat(all.indices()).containsExactly(0, 2, 3);
      assertThat(all.told(3)).containsExactly(0.5f, 0.5f);
      assertThat(all.counts()).containsExactly(2, 1);
    }
  }

  @Test
  void othersLearnFromPicturesWithALabel() throws IOException {
    try (FaceSet faces = faces(Part.UNDECIDED)) {
      assertThat(TrainingSet.of(faces, config("votes")).indices()).containsExactly(0, 2);
      assertThat(TrainingSet.of(faces, config("votes")).told(0)).containsExactly(0.75f, 0.25f);
      assertThat(TrainingSet.of(faces, config("majority")).indices()).containsExactly(0, 2);
      assertThat(TrainingSet.of(faces, config("majority")).told(0)).containsExactly(1, 0);
    }
  }

  @Test
  void undecidedPicturesThatAreMissingAreAnError() throws IOException {
    try (FaceSet faces = faces(Part.TEST)) {
      assertThatThrownBy(() -> TrainingSet.of(faces, config("all")))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("--targets votes");
    }
  }

  @Test
  void undecidedPicturesHaveNoLabelToCount() {
    assertThatThrownBy(
            () ->
                Settings.defaults().with(Map.of("targets", "all", "imbalanceFactor", 100)).config())
        .hasMessageContaining("--targets votes");
  }
}

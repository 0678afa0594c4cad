// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a model whose logits are the means of red, green and blue, each 0 to 1. */
class RobustnessTest {

  private static final int FACES = 20;

  @TempDir private Path folder;

  @Test
  void onlyTheChangesThatConcernAModelCostIt() throws IOException {
    PaintedFaces faces = new PaintedFaces(12, 2, List.of("red"));
    for (int i = 0; i < FACES; i++) {
      faces.plain(0, Part.TEST, 230, 226, 222); // Hardly red: a tint makes another colour of it.
    }
    List<Integer> done = new ArrayList<>();

    try (FaceSet set = faces.write(folder.resolve("painted.faces"));
        EmotionModel model =
            EmotionModel.open(MeanColours.write(folder, 8), new DeviceChoice.Cpu(), 1)) {
      Augmentation strong = Augmentation.named("strong");
      int[] indices = set.indices(Part.TEST);
      Predictions unchanged = Predictions.of(model, set, indices, n -> {});
      Robustness robustness = Robustness.of(unchanged, model, set, indices, strong, done::add);

      Map<String, Double> recognised =
          robustness.rows().stream()
              .collect(Collectors.toMap(Robustness.Row::change, Robustness.Row::overall));
      assertThat(recognised)
          .containsEntry("as they are", 1.0)
          .containsEntry("place", 1.0)
          .containsEntry("light", 1.0)
          .containsEntry("blur", 1.0);
      assertThat(recognised.get("colour")).isBetween(0.05, 0.95);
      assertThat(recognised.get("all")).isBetween(0.05, 0.95);
      assertThat(robustness.rows()).first().extracting(Robustness.Row::mean).isEqualTo(1.0);
      assertThat(done).hasSize(Robustness.passes(strong)).isSorted().endsWith(7 * FACES);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Stages that do not learn, and the features that are stored of them. */
class FrozenStagesTest extends PaintedRuns {

  @Test
  void frozenStagesStayAsTheyAre() throws InterruptedException {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"), "augmentation", "none");
    ExpressionNetwork network = new ExpressionNetwork(new TinyBackbone(), CLASSES.size());

    Outcome outcome = run(config(frozen), "a");

    try (Parameters start = Parameters.initialised(network, 1)) {
      Map<String, FloatBuffer> before = numbers(start.stored());
      assertThat(outcome.weights()).containsEntry("one.conv.weight", before.get("one.conv.weight"));
      assertThat(outcome.weights())
          .doesNotContainEntry("two.conv.weight", before.get("two.conv.weight"));
    }
  }

  @Test
  void storedFeaturesTrainAsPicturesDo() throws InterruptedException {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"), "augmentation", "none");
    Map<String, Object> unstored = new HashMap<>(frozen);
    unstored.put("versions", 0);

    List<Double> stored = run(config(frozen), "a").losses();
    List<Double> seen = run(config(unstored), "b").losses();

    for (int i = 0; i < stored.size(); i++) {
      // half precision
      assertThat(stored.get(i)).isCloseTo(seen.get(i), within(0.01));
    }
  }

  @Test
  void storedFeaturesOfAnotherLengthAreRefused() throws IOException, InterruptedException {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"), "epochs", 1);
    run(config(frozen), "a");
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve("a"))) {
      files = all.filter(file -> file.toString().endsWith(".f16")).toList();
    }
    assertThat(files).hasSize(2);
    Path file = files.get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 2));

    assertThatThrownBy(() -> run(config(Map.of("freeze", List.of("one"))), "a", true, () -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(file.toString(), "delete it");
  }

  @Test
  void aRunThatIsStoppedWhileFeaturesAreStoredLeavesNoHalfFile() throws IOException {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"));

    assertThatThrownBy(() -> run(config(frozen), "a", false, () -> true))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("stopped before");
    assertThat(folder.resolve("a")).isDirectoryNotContaining("glob:**.{f16,part}");
  }

  @Test
  void featuresThatDoNotFitOnTheDiskAreRefusedAtOnce() {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"), "versions", 2_000_000_000);

    assertThatThrownBy(() -> run(config(frozen), "a"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("fewer --versions", folder.resolve("a").toString());
  }

  @Test
  void storesFeaturesOfUndecidedPicturesToo() throws IOException, InterruptedException {
    faces.close();
    faces =
        new PaintedFaces(TinyBackbone.SIDE + 2, 1, CLASSES)
            .voted(Part.TRAIN, 1f, 0f, 0f)
            .voted(Part.TRAIN, 0f, 1f, 0f)
            .voted(Part.TRAIN, 0f, 0f, 1f)
            .voted(Part.UNDECIDED, 0.5f, 0.25f, 0.25f)
            .voted(Part.VALIDATION, 0f, 1f, 0f)
            .write(folder.resolve("voted.faces"));
    Map<String, Object> all = Map.of("targets", "all", "freeze", List.of("one"), "versions", 1);

    assertThat(run(config(all), "a").done()).isTrue();
  }

  @Test
  void frozenStagesOfAResumedRunAreThoseOfItsCheckpoint() throws InterruptedException {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"));
    Outcome whole = run(config(frozen), "a", false, () -> false, 7);
    int[] steps = {0};
    Outcome stopped =
        run(config(frozen), "b", false, () -> storedFeatures("b") == 2 && ++steps[0] > 6, 7);

    Outcome resumed = run(config(frozen), "b", true, () -> false, 8);

    assertThat(stopped.done()).isFalse();
    assertThat(stopped.results()).hasSize(1);
    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.weights()).isEqualTo(whole.weights());
    assertThat(resumed.results())
        .map(EpochResult::accuracies)
        .isEqualTo(whole.results().stream().map(EpochResult::accuracies).toList());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a run learns and leaves. */
class TrainingRunTest extends PaintedRuns {

  @Test
  void aRunMayBeginWithSingleViews() throws Exception {
    TrainConfig config = config(Map.of("epochs", 2, "pairsFrom", 1));

    Outcome outcome = run(config, "pairs");

    assertThat(outcome.done()).isTrue();
    assertThat(outcome.results().get(0).consistency()).isZero();
    assertThat(outcome.results().get(1).consistency()).isPositive();
    assertThat(new RunFolder(folder.resolve("pairs")).last()).exists();
  }

  @Test
  void learnsWhatCanBeLearned() throws InterruptedException {
    Outcome outcome = run(config(Map.of("epochs", 12, "augmentation", "light")), "a");

    assertThat(outcome.done()).isTrue();
    assertThat(outcome.results().get(11).accuracies())
        .containsEntry("validation", new Accuracy(1, 1, List.of(1.0, 1.0, 1.0)));
  }

  @Test
  void oneSeedReproducesARun() throws InterruptedException {
    Outcome first = run(config(Map.of()), "a");
    Outcome second = run(config(Map.of()), "b");
    Outcome other = run(config(Map.of("seed", 2)), "c");

    assertThat(second.losses()).isEqualTo(first.losses());
    assertThat(second.weights()).isEqualTo(first.weights());
    assertThat(other.losses()).isNotEqualTo(first.losses());
  }

  @Test
  void theFolderHoldsSettingsHistoryAndWeights() throws InterruptedException {
    run(config(Map.of("epochs", 1)), "a");

    RunFolder written = new RunFolder(folder.resolve("a"));
    assertThat(Settings.defaults().with(written.config()).config())
        .isEqualTo(config(Map.of("epochs", 1)));
    assertThat(List.of(written.history(), written.last(), written.best()))
        .allMatch(Files::isRegularFile);
    assertThat(written.origin()).isEqualTo(Origin.now(faces.hash(), StartWeights.RANDOM));
    SafetensorsFile best = SafetensorsFile.read(written.best());
    assertThat(written.epoch(written.best(), best, config(Map.of("epochs", 9)), written.origin()))
        .isEqualTo(1);
  }

  @Test
  void weightsOfAnotherRunAreNotTakenForItsOwn() throws InterruptedException {
    run(config(Map.of("epochs", 1)), "a");
    run(config(Map.of("epochs", 1, "seed", 2)), "b");
    Path others = new RunFolder(folder.resolve("b")).best();
    SafetensorsFile weights = SafetensorsFile.read(others);
    RunFolder own = new RunFolder(folder.resolve("a"));

    assertThatThrownBy(() -> own.epoch(others, weights, config(Map.of()), own.origin()))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(others.toString(), own.best().toString());
  }

  /** A later version with one more setting must take them for the same run. */
  @Test
  void whatARunIsDoesNotDependOnSettingsThatAreTheDefaults() throws InterruptedException {
    run(config(Map.of("epochs", 1)), "a");
    SafetensorsFile best = SafetensorsFile.read(new RunFolder(folder.resolve("a")).best());
    String expected =
        List.of(
                faces.hash(),
                StartWeights.RANDOM,
                new TreeMap<>(
                    Map.of(
                        "backbone", "tiny",
                        "batch", "8",
                        "epochs", "1",
                        "learningRate", "0.02",
                        "average", "0.5",
                        "together", "0")))
            .toString();

    assertThat(best.metadata())
        .containsEntry("run", Sha256.of(expected.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatEpochsAreChosenByWasNotLearned() throws IOException, InterruptedException {
    faces.close();
    PaintedFaces painted = new PaintedFaces(TinyBackbone.SIDE + 2, 1, CLASSES);
    for (int label = 0; label < 3; label++) {
      painted
          .plain(label, Part.TRAIN, 80 * label, 0, 0)
          .plain(label, Part.VALIDATION, 80 * label, 0, 0);
    }
    painted.plain(1, Part.VALIDATION, 0, 200, 0);
    faces = painted.write(folder.resolve("copies.faces"));

    EpochResult result = run(config(Map.of("epochs", 1)), "a").results().get(0);
    List<Double> seen = requireNonNull(result.accuracies().get("validation")).classes();

    assertThat(seen)
        .as("the others are learned")
        .containsExactly(Double.NaN, seen.get(1), Double.NaN);
  }

  @Test
  void votesThatTheDataHasNotAreNotLearnedFrom() {
    assertThatThrownBy(() -> run(config(Map.of("targets", "votes")), "a"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("--targets majority");
  }

  @Test
  void theBestEpochIsOneThatWasExaminedOnTheValidationPart() {
    EpochResult seen = epoch(1, Map.of("validation", new Accuracy(0.5, 0.5, List.of())));
    EpochResult better = epoch(2, Map.of("validation", new Accuracy(0.6, 0.5, List.of())));
    EpochResult unseen = epoch(3, Map.of("test", new Accuracy(0.9, 0.9, List.of())));
    EpochResult later = epoch(4, Map.of());
    List<EpochResult> all = List.of(seen, better, unseen, later);

    assertThat(all).filteredOn(epoch -> epoch.isBestOf(all)).containsExactly(better);
    assertThat(later.isAsGoodAs(unseen)).isTrue();
    assertThat(unseen.isAsGoodAs(later)).isFalse();
    assertThat(later.isAsGoodAs(seen)).isFalse();
  }

  private static EpochResult epoch(int number, Map<String, Accuracy> accuracies) {
    return new EpochResult(number, 1, 1, 0, 1e-4, 1, 1, accuracies);
  }

  @Test
  void aClassWithoutPicturesIsNamed() throws IOException {
    PaintedFaces painted = new PaintedFaces(TinyBackbone.SIDE, 0, CLASSES);
    faces.close();
    faces = painted.noise(0, Part.TRAIN).noise(1, Part.TRAIN).write(folder.resolve("two.faces"));

    assertThatThrownBy(() -> run(config(Map.of()), "a"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("class 'blue' has no picture");
  }

  @Test
  void aLossThatIsNoNumberEndsTheRun() {
    assertThatThrownBy(() -> run(config(Map.of("learningRate", 1e30)), "a"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("lower --lr");
  }
}

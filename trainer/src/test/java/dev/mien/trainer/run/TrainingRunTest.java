// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

  private static final List<String> CLASSES = List.of("red", "green", "blue");
  private static final int TRAINING = 30;

  @TempDir private Path folder;
  private FaceSet faces;

  @BeforeEach
  void paint() throws IOException {
    PaintedFaces painted = new PaintedFaces(TinyBackbone.SIDE + 2, 1, CLASSES);
    for (int i = 0; i < TRAINING + 9; i++) {
      Part part = i < TRAINING ? Part.TRAIN : Part.VALIDATION;
      int bright = 120 + 3 * i;
      int label = i % 3;
      painted.plain(
          label,
          part,
          label == 0 ? bright : 30,
          label == 1 ? bright : 30,
          label == 2 ? bright : 30);
    }
    faces = painted.write(folder.resolve("painted.faces"));
  }

  @AfterEach
  void close() {
    faces.close();
  }

  /** What is left of a run when it is over. */
  private record Outcome(
      boolean done, List<EpochResult> results, Map<String, FloatBuffer> weights) {

    List<Double> losses() {
      return results.stream().map(EpochResult::loss).toList();
    }
  }

  private static TrainConfig config(Map<String, Object> values) {
    Map<String, Object> all = new HashMap<>();
    all.put("backbone", "tiny");
    all.put("epochs", 4);
    all.put("batch", 8);
    all.put("learningRate", 0.02);
    all.put("average", 0.5);
    all.putAll(values);
    return Settings.defaults().with(all).config();
  }

  private Outcome run(TrainConfig config, String out, boolean resume, BooleanSupplier stop)
      throws InterruptedException {
    return run(config, out, resume, stop, config.seed());
  }

  private Outcome run(
      TrainConfig config, String out, boolean resume, BooleanSupplier stop, long firstWeights)
      throws InterruptedException {
    ExpressionNetwork network = new ExpressionNetwork(new TinyBackbone(), CLASSES.size());
    Path target = folder.resolve(out);
    try (Parameters parameters = Parameters.initialised(network, firstWeights);
        Device device = new Device("cpu")) {
      RunSetup setup =
          new RunSetup(
              faces,
              network,
              parameters,
              device,
              Origin.now(faces.hash(), StartWeights.RANDOM),
              List.of(),
              new RunFolder(target),
              target,
              List.of(Part.VALIDATION));
      try (TrainingRun run = TrainingRun.open(config, setup, resume, RunListener.NONE, stop)) {
        boolean done = run.run();
        return new Outcome(done, run.results(), numbers(run.weights()));
      }
    }
  }

  private long storedFeatures(String out) {
    return Objects.requireNonNull(
            folder.resolve(out).toFile().list((directory, name) -> name.endsWith(".f16")))
        .length;
  }

  private static Map<String, FloatBuffer> numbers(Map<String, StoredTensor> stored) {
    Map<String, FloatBuffer> numbers = new TreeMap<>();
    stored.forEach((name, tensor) -> numbers.put(name, tensor.values()));
    return numbers;
  }

  private Outcome run(TrainConfig config, String out) throws InterruptedException {
    return run(config, out, false, () -> false);
  }

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

    assertThat(outcome.done).isTrue();
    assertThat(outcome.results.get(11).accuracies())
        .containsEntry("validation", new Accuracy(1, 1, List.of(1.0, 1.0, 1.0)));
  }

  @Test
  void oneSeedReproducesARun() throws InterruptedException {
    Outcome first = run(config(Map.of()), "a");
    Outcome second = run(config(Map.of()), "b");
    Outcome other = run(config(Map.of("seed", 2)), "c");

    assertThat(second.losses()).isEqualTo(first.losses());
    assertThat(second.weights).isEqualTo(first.weights);
    assertThat(other.losses()).isNotEqualTo(first.losses());
  }

  @Test
  void aRunInTwoPartsGivesTheSame() throws InterruptedException {
    Outcome whole = run(config(Map.of()), "a");
    run(config(Map.of("epochs", 2)), "b");
    Outcome resumed = run(config(Map.of()), "b", true, () -> false);

    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.weights).isEqualTo(whole.weights);
  }

  @Test
  void halfPrecisionScalesItsLossAndGoesOnWithTheScale() throws InterruptedException {
    // The engine can do it on the processor as well, only slowly.
    Map<String, Object> half = Map.of("precision", "float16", "augmentation", "light");
    Outcome whole = run(config(half), "a");
    Outcome single = run(config(Map.of("augmentation", "light")), "b");
    int[] steps = {0};
    run(config(half), "c", false, () -> ++steps[0] > 6);
    Outcome resumed = run(config(half), "c", true, () -> false);

    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.weights).isEqualTo(whole.weights);
    for (int i = 0; i < single.losses().size(); i++) {
      assertThat(whole.losses().get(i)).isCloseTo(single.losses().get(i), within(0.1));
    }
  }

  @Test
  void aRunStoppedWithinAnEpochGoesOnToTheSame() throws InterruptedException {
    Outcome whole = run(config(Map.of()), "a");
    int[] steps = {0};
    Outcome stopped = run(config(Map.of()), "b", false, () -> ++steps[0] > 6);
    Outcome resumed = run(config(Map.of()), "b", true, () -> false);

    assertThat(stopped.done).isFalse();
    assertThat(stopped.results).hasSize(1);
    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.weights).isEqualTo(whole.weights);
  }

  @Test
  void aDamagedCheckpointIsNamedWithTheRemedy() throws Exception {
    run(config(Map.of("epochs", 1)), "a");
    Path checkpoint = new RunFolder(folder.resolve("a")).checkpoint();
    byte[] bytes = Files.readAllBytes(checkpoint);
    SafetensorsFile whole = SafetensorsFile.read(checkpoint);

    Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length - 4));
    assertDamaged(checkpoint, " cannot be read: tensor ");

    Map<String, StoredTensor> tensors = new TreeMap<>(whole.tensors());
    String lost =
        tensors.keySet().stream()
            .filter(name -> name.startsWith("adam."))
            .findFirst()
            .orElseThrow();
    tensors.remove(lost);
    new SafetensorsFile(tensors, whole.metadata()).write(checkpoint);
    assertDamaged(checkpoint, " is damaged: it has no " + lost);

    Map<String, StoredTensor> others = new TreeMap<>(whole.tensors());
    others.remove("weights.two.conv.weight");
    new SafetensorsFile(others, whole.metadata()).write(checkpoint);
    assertDamaged(checkpoint, " is damaged: it has no weight two.conv.weight");
  }

  private void assertDamaged(Path checkpoint, String reason) {
    assertThatThrownBy(() -> run(config(Map.of()), "a", true, () -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageStartingWith("checkpoint " + checkpoint + reason)
        .hasMessageEndingWith("Put a copy in its place, or delete it to begin anew");
  }

  @Test
  void frozenStagesOfAResumedRunAreThoseOfItsCheckpoint() throws InterruptedException {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"));
    Outcome whole = run(config(frozen), "a", false, () -> false, 7);
    int[] steps = {0};
    Outcome stopped =
        run(config(frozen), "b", false, () -> storedFeatures("b") == 2 && ++steps[0] > 6, 7);

    Outcome resumed = run(config(frozen), "b", true, () -> false, 8);

    assertThat(stopped.done).isFalse();
    assertThat(stopped.results).hasSize(1);
    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.weights).isEqualTo(whole.weights);
    assertThat(resumed.results)
        .map(EpochResult::accuracies)
        .isEqualTo(whole.results.stream().map(EpochResult::accuracies).toList());
  }

  @Test
  void frozenStagesStayAsTheyAre() throws InterruptedException {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"), "augmentation", "none");
    ExpressionNetwork network = new ExpressionNetwork(new TinyBackbone(), CLASSES.size());

    Outcome outcome = run(config(frozen), "a");

    try (Parameters start = Parameters.initialised(network, 1)) {
      Map<String, FloatBuffer> before = numbers(start.stored());
      assertThat(outcome.weights).containsEntry("one.conv.weight", before.get("one.conv.weight"));
      assertThat(outcome.weights)
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
  void aRunThatWasStoppedBeforeItsFirstCheckpointGoesOnAsThatRunOnly() throws IOException {
    TrainConfig frozen = config(Map.of("freeze", List.of("one")));
    assertThatThrownBy(() -> run(frozen, "a", false, () -> true))
        .isInstanceOf(CancellationException.class);
    String before = faces.hash();
    faces.close();
    faces = otherFaces();

    assertThatThrownBy(() -> run(frozen, "a", true, () -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(before, faces.hash(), "Give the same --data");
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

    EpochResult result = run(config(Map.of("epochs", 1)), "a").results.get(0);
    List<Double> seen = requireNonNull(result.accuracies().get("validation")).classes();

    assertThat(seen)
        .as("the others are learned")
        .containsExactly(Double.NaN, seen.get(1), Double.NaN);
  }

  @Test
  void featuresThatDoNotFitOnTheDiskAreRefusedAtOnce() {
    Map<String, Object> frozen = Map.of("freeze", List.of("one"), "versions", 2_000_000_000);

    assertThatThrownBy(() -> run(config(frozen), "a"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("fewer --versions", folder.resolve("a").toString());
  }

  @Test
  void votesThatTheDataHasNotAreNotLearnedFrom() {
    assertThatThrownBy(() -> run(config(Map.of("targets", "votes")), "a"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("--targets majority");
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
  void anotherRunsFolderIsLeftAlone() throws InterruptedException {
    run(config(Map.of("epochs", 1)), "a");

    assertThatThrownBy(() -> run(config(Map.of("epochs", 1)), "a"))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("holds a run already: go on with --resume");
  }

  @Test
  void aRunIsNotResumedWithOtherSettings() throws InterruptedException {
    run(config(Map.of("epochs", 1)), "a");

    assertThatThrownBy(() -> run(config(Map.of("batch", 4)), "a", true, () -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll("other settings", "batch was 8, is 4 now");
    assertThat(Settings.defaults().with(new RunFolder(folder.resolve("a")).config()).config())
        .isEqualTo(config(Map.of("epochs", 1)));
  }

  /** Its files do not have the settings that are new. */
  @Test
  void aRunOfAnOlderVersionGoesOn() throws InterruptedException, IOException {
    Outcome whole = run(config(Map.of("epochs", 2)), "a");
    int[] steps = {0};
    run(config(Map.of("epochs", 2)), "b", false, () -> ++steps[0] > 6);
    Path checkpoint = new RunFolder(folder.resolve("b")).checkpoint();
    SafetensorsFile stored = SafetensorsFile.read(checkpoint);
    ObjectNode place = (ObjectNode) new ObjectMapper().readTree(stored.metadata().get("run"));
    ((ObjectNode) place.get("config")).remove("transform");
    new SafetensorsFile(stored.tensors(), Map.of("run", place.toString())).write(checkpoint);

    assertThat(run(config(Map.of("epochs", 2)), "b", true, () -> false).weights)
        .isEqualTo(whole.weights);
  }

  @Test
  void aRunIsNotResumedForFewerEpochsThanItHasBegun() throws InterruptedException {
    run(config(Map.of("epochs", 2)), "a");
    int[] steps = {0};
    run(config(Map.of()), "b", false, () -> ++steps[0] > 6);

    assertThatThrownBy(() -> run(config(Map.of("epochs", 1)), "a", true, () -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("in epoch 2 already, and --epochs is 1: ask for 2 or more");
    assertThatThrownBy(() -> run(config(Map.of("epochs", 1)), "b", true, () -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("--epochs is 1");
    assertThat(run(config(Map.of("epochs", 2)), "a", true, () -> false).done).isTrue();
  }

  @Test
  void aRunIsNotResumedOnOtherData() throws IOException, InterruptedException {
    run(config(Map.of("epochs", 1)), "a");
    String before = faces.hash();
    faces.close();
    faces = otherFaces();

    assertThatThrownBy(() -> run(config(Map.of("epochs", 2)), "a", true, () -> false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(before, faces.hash(), "Give the same --data");
  }

  private FaceSet otherFaces() throws IOException {
    PaintedFaces painted = new PaintedFaces(TinyBackbone.SIDE + 2, 1, CLASSES);
    for (int label = 0; label < 3; label++) {
      painted.noise(label, Part.TRAIN).noise(label, Part.VALIDATION);
    }
    return painted.write(folder.resolve("other.faces"));
  }

  @Test
  void aFinishedRunThatIsResumedHasTheBiasThatWasFitted() throws InterruptedException {
    Map<String, Object> values = Map.of("imbalanceFactor", 5, "fitPrior", true, "epochs", 1);
    Outcome whole = run(config(values), "a");
    FloatBuffer unfitted =
        run(config(Map.of("imbalanceFactor", 5, "epochs", 1)), "b").weights.get("classifier.bias");

    Outcome resumed = run(config(values), "a", true, () -> false);

    assertThat(whole.weights.get("classifier.bias")).isNotEqualTo(unfitted);
    assertThat(resumed.weights).isEqualTo(whole.weights);
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

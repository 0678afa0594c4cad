// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Runs that were stopped, and go on. */
class ResumedRunTest extends PaintedRuns {

  @Test
  void aRunInTwoPartsGivesTheSame() throws InterruptedException {
    Outcome whole = run(config(Map.of()), "a");
    run(config(Map.of("epochs", 2)), "b");
    Outcome resumed = run(config(Map.of()), "b", true, () -> false);

    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.weights()).isEqualTo(whole.weights());
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
    assertThat(resumed.weights()).isEqualTo(whole.weights());
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

    assertThat(stopped.done()).isFalse();
    assertThat(stopped.results()).hasSize(1);
    assertThat(resumed.losses()).isEqualTo(whole.losses());
    assertThat(resumed.weights()).isEqualTo(whole.weights());
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

    assertThat(run(config(Map.of("epochs", 2)), "b", true, () -> false).weights())
        .isEqualTo(whole.weights());
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
    assertThat(run(config(Map.of("epochs", 2)), "a", true, () -> false).done()).isTrue();
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

  @Test
  void aFinishedRunThatIsResumedHasTheBiasThatWasFitted() throws InterruptedException {
    Map<String, Object> values = Map.of("imbalanceFactor", 5, "fitPrior", true, "epochs", 1);
    Outcome whole = run(config(values), "a");
    FloatBuffer unfitted =
        run(config(Map.of("imbalanceFactor", 5, "epochs", 1)), "b")
            .weights()
            .get("classifier.bias");

    Outcome resumed = run(config(values), "a", true, () -> false);

    assertThat(whole.weights().get("classifier.bias")).isNotEqualTo(unfitted);
    assertThat(resumed.weights()).isEqualTo(whole.weights());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.Rename;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import dev.mien.trainer.weights.WeightMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainedTest {

  private final ExpressionNetwork network = new ExpressionNetwork(new TinyBackbone(), 3);
  @TempDir private Path folder;

  /** Weights of another seed, those of the classifier left out. */
  private Map<String, StoredTensor> backbone() {
    try (Parameters other = Parameters.initialised(network, 9)) {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>(other.stored());
      tensors.keySet().removeIf(name -> name.startsWith(ExpressionNetwork.HEAD));
      return tensors;
    }
  }

  private Path file(Map<String, StoredTensor> tensors) throws IOException {
    Path file = folder.resolve("first.safetensors");
    new SafetensorsFile(tensors, Map.of()).write(file);
    return file;
  }

  @Test
  void theWeightsThatAreBundledFillTheDefaultBackbone() {
    Path bundled = Path.of("weights", "mobilefacenet-ms1m.safetensors");
    Backbone backbone = Backbone.named(Settings.defaults().config().backbone());

    try (Parameters parameters = Parameters.initialised(new ExpressionNetwork(backbone, 7), 1)) {
      WeightMap map = new Pretrained(bundled, List.of(), false).into(parameters);

      assertThat(map.lacking()).containsExactlyInAnyOrder("classifier.weight", "classifier.bias");
    }
  }

  @Test
  void theClassifierMayBeMissing() throws IOException {
    Map<String, StoredTensor> backbone = backbone();
    StoredTensor weight = Objects.requireNonNull(backbone.get("one.conv.weight"));
    Pretrained pretrained = new Pretrained(file(backbone), List.of(), false);

    try (Parameters parameters = Parameters.initialised(network, 1)) {
      WeightMap map = pretrained.into(parameters);

      assertThat(map.lacking()).containsExactlyInAnyOrder("classifier.weight", "classifier.bias");
      assertThat(parameters.stored())
          .extractingByKey("one.conv.weight")
          .extracting(StoredTensor::values)
          .isEqualTo(weight.values());
    }
    assertThat(pretrained.described().sha256()).hasSize(64);
    assertThat(pretrained.described().file()).isEqualTo("first.safetensors");
  }

  @Test
  void aPartOfTheBackboneIsTakenOnlyIfThatIsSaid() throws IOException {
    Map<String, StoredTensor> backbone = backbone();
    backbone.remove("two.conv.weight");
    Path file = file(backbone);

    try (Parameters parameters = Parameters.initialised(network, 1)) {
      assertThatThrownBy(() -> new Pretrained(file, List.of(), false).into(parameters))
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll(
              "first.safetensors", "two.conv.weight", "--rename", "--weights-partial");

      assertThat(new Pretrained(file, List.of(), true).into(parameters).matched())
          .containsOnlyKeys(backbone.keySet());
    }
  }

  @Test
  void nothingThatFitsIsRefusedEvenInPart() throws IOException {
    Path file = file(Map.of("foreign", new StoredTensor(List.of(1L), new float[] {1})));

    try (Parameters parameters = Parameters.initialised(network, 1)) {
      assertThatThrownBy(() -> new Pretrained(file, List.of(), true).into(parameters))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("0 weights");
    }
  }

  @Test
  void namesAreMatchedByRules() throws IOException {
    Map<String, StoredTensor> foreign = new LinkedHashMap<>();
    backbone().forEach((name, tensor) -> foreign.put(name.replace("one.", "first."), tensor));
    Pretrained pretrained =
        new Pretrained(file(foreign), List.of(Rename.parse("first.=one.")), false);

    try (Parameters parameters = Parameters.initialised(network, 1)) {
      assertThat(pretrained.into(parameters).unused()).isEmpty();
    }
    assertThat(pretrained.described().renames()).containsExactly("first.=one.");
  }
}

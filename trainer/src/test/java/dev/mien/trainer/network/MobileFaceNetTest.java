// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.trainer.weights.StoredTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MobileFaceNetTest {

  private static final int CLASSES = 7;

  private final ExpressionNetwork network = new ExpressionNetwork(new MobileFaceNet(), CLASSES);
  private final PointerScope scope = new PointerScope();
  private final Parameters parameters = Parameters.initialised(network, 1);

  @AfterEach
  void close() {
    scope.close();
    parameters.close();
  }

  @Test
  void asksForTheWeightsOfTheFaceNetwork() {
    Map<String, List<Long>> shapes = parameters.shapes();

    assertThat(shapes)
        .hasSize(133)
        .containsEntry("stem.conv.weight", List.of(64L, 3L, 3L, 3L))
        .containsEntry("stage1.block0.dw.weight", List.of(128L, 1L, 3L, 3L))
        .containsEntry("stage2.block0.project.weight", List.of(128L, 256L, 1L, 1L))
        .containsEntry("stage3.block0.expand.prelu", List.of(512L))
        .containsEntry("head.expand.bias", List.of(512L))
        .containsEntry("classifier.weight", List.of(7L, 512L));
    assertThat(network.weights().stream().mapToInt(Weight::count).sum()).isEqualTo(909_831);
  }

  @Test
  void givesLogitsThatAreTheMeansOfTheAttentionMaps() {
    parameters.load(Map.of("classifier.bias", numbers(List.of(7L), 2)));

    ExpressionNetwork.Output<Tensor> output =
        network.apply(TorchGraph.evaluating(parameters), torch.randn(2, 3, 112, 112));

    assertThat(output.logits().shape()).containsExactly(2, 7);
    assertThat(output.attention().shape()).containsExactly(2, 7, 7, 7);
    Tensor means = output.attention().mean(2, 3);
    assertThat(farthest(output.logits(), means.add(parameters.get("classifier.bias"))))
        .isLessThan(1e-5f * output.logits().abs().max().item_float());
  }

  @Test
  void padsBelowAndToTheRightWhereASideIsHalved() {
    Map<String, StoredTensor> zeros = new LinkedHashMap<>();
    parameters.shapes().forEach((name, shape) -> zeros.put(name, numbers(shape, 0)));
    parameters.load(zeros);
    float[] corner = new float[27];
    corner[8] = 1;
    float[] stem = new float[64 * 27];
    System.arraycopy(corner, 0, stem, 0, 27);
    parameters.load(Map.of("stem.conv.weight", new StoredTensor(List.of(64L, 3L, 3L, 3L), stem)));
    float[] pixels = new float[3 * 16];
    for (int i = 0; i < 16; i++) {
      pixels[i] = i + 1;
    }

    Tensor planes =
        TorchGraph.evaluating(parameters)
            .conv(
                "stem.conv",
                AbstractTensor.create(pixels, 1, 3, 4, 4),
                Conv.of(3, 64, 3, 2).padded(0, 1));

    float[] first = new float[4];
    planes.contiguous().data_ptr_float().get(first);
    // The tap at the lower right of the kernel sees pixel (2, 2), and zeros beyond the edge.
    assertThat(first).containsExactly(11, 0, 0, 0);
  }

  @Test
  void goesOnFromTheFeaturesOfAnyStage() {
    TorchGraph graph = TorchGraph.evaluating(parameters);
    Tensor pictures = torch.randn(1, 3, 112, 112);
    Tensor whole = network.apply(graph, pictures).logits();

    for (int stage = 0; stage <= 5; stage++) {
      Tensor features = network.features(0, stage, graph, pictures);
      Tensor logits = network.applyFrom(stage, graph, features).logits();
      assertThat(farthest(logits, whole)).isLessThan(1e-6f);
    }
  }

  @Test
  void addsTheInputOfABottleneckWhoseShapeStays() {
    Map<String, StoredTensor> silent = new LinkedHashMap<>();
    for (int block = 1; block < 5; block++) {
      String project = "stage1.block" + block + ".project.weight";
      silent.put(project, numbers(List.of(64L, 128L, 1L, 1L), 0));
    }
    parameters.load(silent);
    TorchGraph graph = TorchGraph.evaluating(parameters);
    Tensor pictures = torch.randn(1, 64, 8, 8);
    Stage stage = network.backbone().stages().get(1);
    Tensor expected = stage.apply(graph, pictures);

    parameters.load(Map.of("stage1.block1.expand.weight", numbers(List.of(128L, 64L, 1L, 1L), 3)));

    assertThat(farthest(stage.apply(graph, pictures), expected)).isZero();
  }

  @Test
  void isTheSameForTheSameSeed() {
    try (Parameters same = Parameters.initialised(network, 1);
        Parameters other = Parameters.initialised(network, 2)) {
      String name = "stage2.block3.expand.weight";
      assertThat(farthest(same.get(name), parameters.get(name))).isZero();
      assertThat(farthest(other.get(name), parameters.get(name))).isGreaterThan(0.01f);
    }
    assertThat(parameters.get("stage2.block3.expand.weight").std().item_float())
        .isCloseTo((float) Math.sqrt(2.0 / 128), within(0.01f));
  }

  @Test
  void sendsNoGradientToFrozenStages() {
    parameters.freeze(List.of("stem", "stage1"));
    int all = parameters.names().size();

    ExpressionNetwork.Output<Tensor> output =
        network.apply(
            TorchGraph.training(parameters, Precision.BFLOAT16), torch.randn(1, 3, 112, 112));
    output.logits().sum().backward();

    assertThat(parameters.trainable()).hasSize(all - 8 - 40);
    assertThat(parameters.get("stage1.block0.dw.weight").grad().defined()).isFalse();
    assertThat(parameters.get("stage2.block0.dw.weight").grad().defined()).isTrue();
    parameters.freeze(List.of());
    assertThat(parameters.trainable()).hasSize(all);
  }

  @Test
  void keepsMapsFromTeachingTheClassifierWhereTold() {
    TorchGraph graph = TorchGraph.training(parameters, Precision.SINGLE).detachingMaps();

    ExpressionNetwork.Output<Tensor> output =
        network.applyFrom(5, graph, torch.randn(1, 512, 7, 7));

    assertThat(output.attention().requires_grad()).isFalse();
    assertThat(output.logits().requires_grad()).isTrue();
  }

  @Test
  void namesStagesThatCanBeFrozen() {
    assertThatThrownBy(() -> parameters.freeze(List.of("stage9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'stage9'")
        .hasMessageContaining("[expand, stage1, stage2, stage3, stem]");
  }

  private static StoredTensor numbers(List<Long> shape, float value) {
    float[] values = new float[shape.stream().reduce(1L, Math::multiplyExact).intValue()];
    Arrays.fill(values, value);
    return new StoredTensor(shape, values);
  }

  private static float farthest(Tensor left, Tensor right) {
    return left.sub(right).abs().max().item_float();
  }
}

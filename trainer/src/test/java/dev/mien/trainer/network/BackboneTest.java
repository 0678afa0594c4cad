// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, shapes and counts are those of torchvision; results were compared with it once. */
class BackboneTest {

  private final PointerScope scope = new PointerScope();

  @BeforeEach
  void forgetGradients() {
    new NoGradGuard();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @CsvSource({
    "mobilefacenet, 131, 906240",
    "resnet18, 100, 11176512",
    "resnet50, 265, 23508032",
    "mobilenetv2, 260, 2223872",
    "swin-t, 171, 27519354"
  })
  void hasAsManyWeightsAsTheOriginal(String name, int count, int numbers) {
    List<Weight> weights =
        new ExpressionNetwork(Backbone.named(name), 7)
            .weights().stream()
                .filter(weight -> !weight.stage().equals(ExpressionNetwork.HEAD))
                .toList();

    assertThat(weights).hasSize(count);
    assertThat(weights.stream().filter(weight -> !weight.isBuffer()).mapToInt(Weight::count).sum())
        .isEqualTo(numbers);
  }

  @ParameterizedTest
  @CsvSource({"mobilefacenet, 7", "resnet18, 7", "resnet50, 7", "mobilenetv2, 7", "swin-t, 7"})
  void givesMapsOfItsSize(String name, int side) {
    Backbone backbone = Backbone.named(name);
    ExpressionNetwork network = new ExpressionNetwork(backbone, 8);
    try (Parameters parameters = Parameters.initialised(network, 3)) {
      int length = backbone.preprocessing().height();
      Tensor pictures = torch.randn(1, 3, length, length);

      ExpressionNetwork.Output<Tensor> output =
          network.apply(TorchGraph.evaluating(parameters), pictures);

      assertThat(output.attention().shape()).containsExactly(1, 8, side, side);
      assertThat(output.logits().shape()).containsExactly(1, 8);
      assertThat(output.logits().isfinite().all().item_bool()).isTrue();
    }
  }

  @Test
  void namesWeightsAsTorchvisionDoes() {
    assertThat(shapes(ResNet.of18()))
        .containsEntry("conv1.weight", List.of(64L, 3L, 7L, 7L))
        .containsEntry("bn1.running_var", List.of(64L))
        .containsEntry("layer2.0.downsample.0.weight", List.of(128L, 64L, 1L, 1L))
        .doesNotContainKeys("layer1.0.downsample.0.weight", "conv1.bias");
    assertThat(shapes(ResNet.of50()))
        .containsEntry("layer1.0.downsample.0.weight", List.of(256L, 64L, 1L, 1L))
        .containsEntry("layer4.2.conv3.weight", List.of(2048L, 512L, 1L, 1L));
    assertThat(shapes(new MobileNetV2()))
        .containsEntry("features.1.conv.0.0.weight", List.of(32L, 1L, 3L, 3L))
        .containsEntry("features.2.conv.2.weight", List.of(24L, 96L, 1L, 1L))
        .containsEntry("features.18.1.bias", List.of(1280L));
    assertThat(shapes(new SwinTransformer()))
        .containsEntry("features.1.0.attn.relative_position_bias_table", List.of(169L, 3L))
        .containsEntry("features.2.reduction.weight", List.of(192L, 384L))
        .containsEntry("features.5.5.mlp.3.bias", List.of(384L))
        .containsEntry("norm.weight", List.of(768L));
  }

  @Test
  void normalisesByTheBatchOnlyWhereItLearns() {
    ExpressionNetwork network = new ExpressionNetwork(ResNet.of18(), 7);
    try (Parameters parameters = Parameters.initialised(network, 3)) {
      parameters.freeze(List.of("stem"));
      TorchGraph graph = TorchGraph.training(parameters, Precision.SINGLE);

      network.features(0, 2, graph, torch.randn(2, 3, 32, 32));

      assertThat(parameters.get("bn1.running_mean").abs().sum().item_float()).isZero();
      assertThat(parameters.get("layer1.0.bn1.running_mean").abs().sum().item_float()).isPositive();
    }
  }

  /**
   * With kernels that are their own mirror images, nothing but the padding tells the sides apart.
   * MobileNetV2 pads as ResNet does, but what its random weights give hardly depends on the place.
   */
  @ParameterizedTest
  @CsvSource({"mobilefacenet, 1", "resnet18, -1"})
  void mirrorsItsMapsWithTheShiftItNames(String name, int shift) {
    Backbone backbone = Backbone.named(name);
    ExpressionNetwork network = new ExpressionNetwork(backbone, 8);
    try (Parameters parameters = Parameters.initialised(network, 3)) {
      torch.manual_seed(1);
      makeKernelsSymmetric(parameters);
      long side = backbone.preprocessing().height();
      Tensor pictures =
          torch
              .randn(2, 3, 14, 1, 14, 1)
              .expand(2, 3, 14, side / 14, 14, side / 14)
              .reshape(2, 3, side, side);

      Tensor maps = maps(network, parameters, pictures);
      Tensor mirrored = maps(network, parameters, pictures.flip(3)).flip(3);

      assertThat(backbone.mirrorShift()).isEqualTo(shift);
      for (int other : new int[] {-1, 0, 1}) {
        if (other != shift) {
          assertThat(difference(maps, mirrored, shift))
              .as("shift %d against %d", shift, other)
              .isLessThan(0.7 * difference(maps, mirrored, other));
        }
      }
    }
  }

  private static void makeKernelsSymmetric(Parameters parameters) {
    for (String name : parameters.names()) {
      Tensor weight = parameters.get(name);
      if (weight.dim() == 4 && weight.size(3) > 1) {
        weight.copy_(weight.add(weight.flip(3)).mul(new Scalar(0.5)));
      }
    }
  }

  private static Tensor maps(ExpressionNetwork network, Parameters parameters, Tensor pictures) {
    return network.apply(TorchGraph.evaluating(parameters), pictures).attention();
  }

  /** Compares inner columns, which have neighbours on both sides. */
  private static double difference(Tensor maps, Tensor mirrored, int shift) {
    Tensor first = maps.narrow(3, 1, maps.size(3) - 2);
    Tensor other = mirrored.narrow(3, 1 + shift, maps.size(3) - 2);
    return first.sub(other).square().mean().item_double();
  }

  @ParameterizedTest
  @CsvSource({"mobilefacenet", "swin-t"})
  void goesOnFromStoredFeaturesInBfloat16(String name) {
    Backbone backbone = Backbone.named(name);
    ExpressionNetwork network = new ExpressionNetwork(backbone, 8);
    try (Parameters parameters = Parameters.initialised(network, 3)) {
      torch.manual_seed(1);
      int side = backbone.preprocessing().height();
      TorchGraph single = TorchGraph.evaluating(parameters);
      TorchGraph half = new TorchGraph(parameters, false, Precision.BFLOAT16, false);

      Tensor features = network.features(0, 2, single, torch.randn(1, 3, side, side));
      Tensor expected = network.applyFrom(2, single, features).logits();
      Tensor logits = network.applyFrom(2, half, features).logits();

      assertThat(logits.sub(expected).abs().max().item_double())
          .isPositive()
          .isLessThan(0.1 * expected.abs().max().item_double());
    }
  }

  @Test
  void saysWhichOnesThereAre() {
    assertThatThrownBy(() -> Backbone.named("vgg"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'vgg'")
        .hasMessageContaining("resnet18");
  }

  private static Map<String, List<Long>> shapes(Backbone backbone) {
    try (Parameters parameters = Parameters.initialised(new ExpressionNetwork(backbone, 7), 1)) {
      return parameters.shapes();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.mien.classifier.model.Preprocessing;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.method.Loss;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.Conv;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Graph;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.network.Stage;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Steps in half precision, which the engine can do on the processor as well, only slowly. */
class LearnerTest {

  private static final int PICTURES = 4;

  /** Half precision ends at 65,504. */
  private static final float TOO_LARGE = 1e6f;

  private final TrainConfig config =
      Settings.defaults()
          .with(Map.of("backbone", "normalised", "precision", "float16", "learningRate", 0.01))
          .config();
  private final ExpressionNetwork network = new ExpressionNetwork(new Normalised(), 2);
  private final Parameters parameters = Parameters.initialised(network, 1);
  private final Device device = new Device("cpu");

  @AfterEach
  void close() {
    parameters.close();
    device.close();
  }

  @Test
  void aStepThatOverflowsChangesNothingAndTheNextIsTheFirst() {
    Map<String, FloatBuffer> before = numbers(parameters);
    try (Learner learner = learner(parameters);
        Batch overflowing = batch(TOO_LARGE);
        Batch batch = batch(1)) {
      assertThat(learner.step(overflowing, 0, 0, 10).hasLoss()).isFalse();
      assertThat(numbers(parameters)).isEqualTo(before);
      assertThat(learner.step(batch, 0, 1, 10).hasLoss()).isTrue();
    }
    try (Parameters others = Parameters.initialised(network, 1);
        Learner learner = learner(others);
        Batch batch = batch(1)) {
      learner.step(batch, 0, 0, 10);

      // What rounds differently on another machine is no matter here.
      Map<String, FloatBuffer> resumed = numbers(parameters);
      numbers(others).forEach((name, all) -> assertClose(requireNonNull(resumed.get(name)), all));
    }
    assertThat(numbers(parameters)).isNotEqualTo(before);
  }

  @Test
  void aNetworkThatAlwaysOverflowsEndsTheRun() {
    try (Learner learner = learner(parameters);
        Batch overflowing = batch(TOO_LARGE)) {
      assertThatThrownBy(
              () -> {
                for (int step = 0; step < 30; step++) {
                  learner.step(overflowing, 0, step, 30);
                }
              })
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("in step 20")
          .hasMessageContaining("--precision bfloat16");
    }
  }

  private Learner learner(Parameters weights) {
    parameters.freeze(List.of());
    weights.freeze(List.of());
    Loss loss =
        new Loss(config.method(), config.transformFor(network.backbone()), new int[] {1, 1});
    return new Learner(config, network, weights, loss, device);
  }

  private static Batch batch(float bright) {
    float[] labels = {1, 0, 1, 0, 0, 1, 0, 1};
    Tensor pictures = torch.arange(new Scalar(2 * PICTURES * 3 * 64)).remainder(new Scalar(17));
    return new Batch(
        pictures.view(2 * PICTURES, 3, 8, 8).mul(new Scalar(bright)),
        torch.tensor(labels).view(PICTURES, 2));
  }

  private static Map<String, FloatBuffer> numbers(Parameters weights) {
    Map<String, FloatBuffer> numbers = new TreeMap<>();
    weights.stored().forEach((name, tensor) -> numbers.put(name, tensor.values()));
    return numbers;
  }

  private static void assertClose(FloatBuffer some, FloatBuffer others) {
    for (int i = 0; i < some.limit(); i++) {
      assertThat(some.get(i)).isCloseTo(others.get(i), offset(1e-4f));
    }
  }

  /** A convolution whose planes are normalised. */
  private static final class Normalised implements Backbone {

    @Override
    public String name() {
      return "normalised";
    }

    @Override
    public Preprocessing preprocessing() {
      return Preprocessing.parse("N x 3 x 8 x 8, RGB, (x - 127.5) / 128");
    }

    @Override
    public List<Stage> stages() {
      return List.of(new Layer("one"));
    }

    @Override
    public int features() {
      return 6;
    }

    @Override
    public int mirrorShift() {
      return 0;
    }
  }

  private record Layer(String name) implements Stage {
    @Override
    public <T> T apply(Graph<T> graph, T input) {
      T planes = graph.conv(name + ".conv", input, Conv.of(3, 6, 3, 2));
      return graph.relu(graph.batchNorm(name + ".bn", planes, 6));
    }
  }
}

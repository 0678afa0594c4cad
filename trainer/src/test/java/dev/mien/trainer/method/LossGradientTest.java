// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A network of one convolution, in double precision, against finite differences. */
class LossGradientTest {

  private PointerScope scope;

  @BeforeEach
  void open() {
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static final int CLASSES = 3;
  private static final int CHANNELS = 4;
  private static final double STEP = 1e-5;

  private final Random random = new Random(7);

  private Tensor values(double scale, long... shape) {
    int count = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    double[] values = random.doubles(count, -scale, scale).toArray();
    return Tensors.of(values).view(shape);
  }

  private static Tensor part(
      Function<Loss.Parts, Tensor> part, Loss loss, Tensor pictures, List<Tensor> weights) {
    Tensor both =
        torch.cat(new TensorVector(pictures, new ViewTransform.Flip(0).view(pictures)), 0);
    Tensor features = torch.conv2d(both, weights.get(0)).tanh();
    Tensor maps = torch.conv2d(features, weights.get(1).view(CLASSES, CHANNELS, 1, 1));
    Tensor logits = torch.linear(features.mean(2, 3), weights.get(1));
    Tensor targets = Tensors.of(0.9, 0.06, 0.04, 0, 0.5, 0.5).view(2, CLASSES);
    return part.apply(loss.of(logits, maps, targets, 1));
  }

  static Stream<Named<Function<Loss.Parts, Tensor>>> parts() {
    return Stream.of(
        Named.of("classification", Loss.Parts::classification),
        Named.of("consistency", Loss.Parts::consistency),
        Named.of("total", Loss.Parts::total));
  }

  @ParameterizedTest
  @MethodSource("parts")
  void gradientsAgreeWithFiniteDifferences(Function<Loss.Parts, Tensor> scalar) {
    Loss loss = new Loss(Method.named("rac+rsl"), new ViewTransform.Flip(0), new int[] {50, 20, 3});
    Tensor pictures = values(1, 2, 3, 5, 5);
    List<Tensor> weights = List.of(values(0.5, CHANNELS, 3, 3, 3), values(0.8, CLASSES, CHANNELS));
    weights.forEach(weight -> weight.set_requires_grad(true));

    part(scalar, loss, pictures, weights).backward();

    for (Tensor weight : weights) {
      double[] gradient = Tensors.values(weight.grad());
      DoublePointer memory = new DoublePointer(weight.data_ptr());
      for (int i = 0; i < gradient.length; i++) {
        double value = memory.get(i);
        memory.put(i, value + STEP);
        double above = part(scalar, loss, pictures, weights).item_double();
        memory.put(i, value - STEP);
        double below = part(scalar, loss, pictures, weights).item_double();
        memory.put(i, value);
        assertThat(gradient[i]).isCloseTo((above - below) / (2 * STEP), within(1e-7));
      }
    }
  }
}

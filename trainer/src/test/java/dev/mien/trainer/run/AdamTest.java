// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdamTest {

  private static final String WEIGHT = "classifier.bias";

  private PointerScope scope;
  private Parameters parameters;

  @BeforeEach
  void open() {
    scope = new PointerScope();
    parameters = Parameters.initialised(new ExpressionNetwork(new TinyBackbone(), 3), 1);
  }

  @AfterEach
  void close() {
    parameters.close();
    scope.close();
  }

  private void step(Adam adam, double rate, long step) {
    step(adam, WEIGHT, rate, step);
  }

  /** The gradient of this is 2 for every number. */
  private void step(Adam adam, String name, double rate, long step) {
    Tensor loss = parameters.get(name).mul(new Scalar(2.0)).sum();
    loss.backward();
    try (NoGradGuard guard = new NoGradGuard()) {
      assertThat(guard.isNull()).isFalse();
      adam.step(rate, step);
    }
  }

  private float first() {
    return first(WEIGHT);
  }

  private float first(String name) {
    return parameters.get(name).detach().data_ptr_float().get();
  }

  @Test
  void aStepGoesAsFarAsTheRateWhateverTheGradient() {
    try (Adam adam = new Adam(parameters, 0, 1)) {
      step(adam, 0.1, 1);
      assertThat(first()).isCloseTo(-0.1f, within(1e-5f));

      // The gradient stays the same, and so do its corrected moments.
      step(adam, 0.1, 2);
      assertThat(first()).isCloseTo(-0.2f, within(1e-5f));
    }
  }

  @Test
  void aScaledGradientIsDividedAgainAndOneThatOverflowedIsForgotten() {
    try (Adam adam = new Adam(parameters, 0, 1);
        NoGradGuard guard = new NoGradGuard()) {
      assertThat(guard.isNull()).isFalse();
      Tensor weight = parameters.get(WEIGHT);
      weight.mutable_grad().put(torch.full_like(weight, new Scalar(1024.0)));

      adam.unscale(512);
      assertThat(weight.grad().data_ptr_float().get()).isEqualTo(2);

      adam.forget();
      adam.step(0.1, 1);
      assertThat(first()).isZero();
    }
  }

  @Test
  void theClassifierHasItsOwnRate() {
    try (Adam adam = new Adam(parameters, 0, 3)) {
      step(adam, 0.1, 1);

      assertThat(first()).isCloseTo(-0.3f, within(1e-5f));
    }
  }

  @Test
  void weightDecayIsPartOfTheGradientOfWhatMixesChannels() {
    String kernel = "classifier.weight";
    float start = first(kernel);
    try (Adam adam = new Adam(parameters, 30, 1)) {
      step(adam, kernel, 0.1, 1);
      float moved = first(kernel);
      step(adam, kernel, 0.1, 2);

      double before = 2 + 30 * start;
      double now = 2 + 30 * moved;
      double firstMoment = (0.9 * 0.1 * before + 0.1 * now) / (1 - 0.81);
      double secondMoment =
          (0.999 * 0.001 * before * before + 0.001 * now * now) / (1 - 0.999 * 0.999);
      assertThat(moved).isCloseTo((float) (start - 0.1 * Math.signum(before)), within(1e-5f));
      assertThat(first(kernel))
          .isCloseTo((float) (moved - 0.1 * firstMoment / Math.sqrt(secondMoment)), within(1e-5f));
    }
  }

  @Test
  void biasesDoNotDecay() {
    try (Adam adam = new Adam(parameters, 30, 1)) {
      step(adam, WEIGHT, 0.1, 1);
      step(adam, WEIGHT, 0.1, 2);

      assertThat(first(WEIGHT)).isCloseTo(-0.2f, within(1e-5f));
    }
  }
}

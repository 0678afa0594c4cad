// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SoftmaxTest {

  @Test
  void probabilitiesAreTheSharesOfTheExponentials() {
    float[] probabilities =
        Softmax.of(new float[] {0, (float) Math.log(2), (float) Math.log(5)}, 1);

    assertThat(probabilities).containsExactly(new float[] {0.125f, 0.25f, 0.625f}, within(1e-7f));
  }

  @Test
  void temperatureDividesTheLogits() {
    float[] logits = {0, (float) Math.log(4), (float) Math.log(25)};

    assertThat(Softmax.of(logits, 2))
        .containsExactly(new float[] {0.125f, 0.25f, 0.625f}, within(1e-7f));
  }

  @Test
  void hugeLogitsDoNotOverflow() {
    assertThat(Softmax.of(new float[] {1e30f, -1e30f, 1e30f}, 1)).containsExactly(0.5f, 0, 0.5f);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void logitsThatAreNoNumbersAreRefused(float logit) {
    assertThatThrownBy(() -> Softmax.of(new float[] {1, logit}, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Float.toString(logit));
  }
}

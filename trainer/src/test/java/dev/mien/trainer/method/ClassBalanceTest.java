// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClassBalanceTest {

  @Test
  void effectiveNumbersAreThoseWorkedOutByHand() {
    // beta 0.5: 1 - 0.5^1 = 0.5, 1 - 0.5^2 = 0.75; 0.5/0.5 = 1 and 0.5/0.75 = 2/3; times 2/(5/3)
    ClassBalance balance = ClassBalance.of(ClassWeights.EFFECTIVE_NUMBER, new int[] {1, 2}, 0.5);

    assertThat(balance.weights()).containsExactly(new double[] {1.2, 0.8}, within(1e-12));
  }

  @Test
  void weightsSumToTheNumberOfClassesAndGrowWithRarity() {
    int[] counts = {8733, 7284, 3136, 3022, 2098, 536, 116};

    double[] weights = ClassBalance.of(ClassWeights.EFFECTIVE_NUMBER, counts, 0.9999).weights();

    assertThat(Arrays.stream(weights).sum()).isCloseTo(7, within(1e-9));
    assertThat(weights).isSorted();
  }

  @Test
  void inverseFrequenciesAreInProportionToOneOverTheCount() {
    ClassBalance balance = ClassBalance.of(ClassWeights.INVERSE_FREQUENCY, new int[] {3, 1}, 0);

    assertThat(balance.weights()).containsExactly(new double[] {0.5, 1.5}, within(1e-12));
  }

  @Test
  void betaOfZeroWeighsAllTheSame() {
    ClassBalance balance = ClassBalance.of(ClassWeights.EFFECTIVE_NUMBER, new int[] {100, 1}, 0);

    assertThat(balance.weights()).containsExactly(1, 1);
  }

  @Test
  void aClassWithoutPicturesIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassBalance.of(ClassWeights.NONE, new int[] {4, 0}, 0))
        .withMessage("class 1 has 0 training pictures, expected at least 1");
  }

  @Test
  void betaOfOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClassBalance.of(ClassWeights.NONE, new int[] {4}, 1))
        .withMessageContaining("beta is 1.0");
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LossTest {

  private PointerScope scope;

  @BeforeEach
  void open() {
    scope = new PointerScope();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static final ViewTransform FLIP = new ViewTransform.Flip(0);

  /** B is 1.5 and 0.5. */
  private static final int[] COUNTS = {1, 3};

  private static Method method(String name, boolean insideSquare) {
    return method(name, insideSquare, Method.named(name).weightedLoss());
  }

  private static Method method(String name, boolean insideSquare, boolean weightedLoss) {
    Method m = Method.named(name);
    return new Method(
        m.consistency(),
        m.rebalanced(),
        insideSquare,
        m.detached(),
        m.lambda(),
        m.smooth(),
        m.alpha(),
        m.smoothing(),
        ClassWeights.INVERSE_FREQUENCY,
        m.beta(),
        weightedLoss,
        m.tau(),
        m.bothViews(),
        m.erasing());
  }

  private static Loss.Parts parts(Method method, double warmth) {
    Tensor logits = Tensors.of(0, 0, Math.log(3), 0).view(2, 2);
    // Class 0: [1 2] and [4 2], which mirrored is [2 4]: differences -1 and -2. Class 1: 3 and 0.
    Tensor maps = Tensors.of(1, 2, 3, 0, 4, 2, 0, 0).view(2, 2, 1, 2);
    Loss loss = new Loss(method, FLIP, COUNTS);
    float[] target = loss.target(new float[] {1, 0});
    Tensor targets = Tensors.of(target[0], target[1]).view(1, 2);
    return loss.of(logits, maps, targets, warmth);
  }

  @Test
  void classificationCountsBothViews() {
    double loss = parts(method("rac", true), 1).classification().item_double();

    assertThat(loss).isCloseTo(Math.log(2) - Math.log(0.75), within(1e-6));
  }

  @Test
  void aPictureThatComesAloneCountsAsMuchAsTwoEqualViews() {
    Loss loss = new Loss(method("rac+rsl", true), FLIP, COUNTS);
    Tensor targets = Tensors.of(1, 0).view(1, 2);
    Tensor maps = Tensors.of(0, 0, 0, 0).view(1, 2, 1, 2);

    double alone =
        loss.of(Tensors.of(1, 0).view(1, 2), maps, targets, 1).classification().item_double();
    double pair =
        loss.of(
                Tensors.of(1, 0, 1, 0).view(2, 2),
                Tensors.of(0, 0, 0, 0, 0, 0, 0, 0).view(2, 2, 1, 2),
                targets,
                1)
            .classification()
            .item_double();

    assertThat(alone).isPositive().isCloseTo(pair, within(1e-6));
  }

  @Test
  void theOtherViewIsLeftOutOfClassificationWhereTheMethodSaysSo() {
    double loss = parts(method("eac", true), 1).classification().item_double();

    assertThat(loss).isCloseTo(Math.log(2), within(1e-6));
  }

  @Test
  void consistencyIsThatOfEquationsThreeAndFive() {
    double loss = parts(method("rac", true), 1).consistency().item_double();

    // (1.5^2 (1 + 4) + 0.5^2 (9 + 0)) / 4
    assertThat(loss).isCloseTo((2.25 * 5 + 0.25 * 9) / 4, within(1e-6));
  }

  @Test
  void consistencyWeighsTheSquaresOutsideThem() {
    double loss = parts(method("rac", false), 1).consistency().item_double();

    assertThat(loss).isCloseTo((1.5 * 5 + 0.5 * 9) / 4, within(1e-6));
  }

  @Test
  void erasingAttentionConsistencyIsUnweighted() {
    double loss = parts(method("eac", true), 1).consistency().item_double();

    assertThat(loss).isCloseTo((5 + 9) / 4.0, within(1e-6));
  }

  @Test
  void theTotalIsTheSumWithLambdaAsFarAsItIsWarm() {
    Loss.Parts parts = parts(method("rac", true), 0.5);

    double expected =
        parts.classification().item_double() + 0.5 * 2 * parts.consistency().item_double();
    assertThat(parts.total().item_double()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void theBaselineHasNoConsistency() {
    Loss.Parts parts = parts(method("baseline", true), 1);

    assertThat(parts.consistency().item_double()).isZero();
    assertThat(parts.total().item_double()).isEqualTo(parts.classification().item_double());
  }

  @Test
  void theClassBalancedLossCountsAClassByItsWeight() {
    double loss = parts(method("cb", true), 1).total().item_double();

    assertThat(loss).isCloseTo(1.5 * (Math.log(2) - Math.log(0.75)), within(1e-6));
  }

  @Test
  void aPictureIsWeighedByItsLabelWhateverItsTargetIs() {
    Loss smooth = new Loss(method("rsl", true, true), FLIP, COUNTS);
    Loss plain = new Loss(method("cb", true), FLIP, COUNTS);

    // 0.9 and 0.1 x 1.5 / 2, both 1.5 times
    assertThat(smooth.target(new float[] {1, 0}))
        .containsExactly(new float[] {1.4625f, 0.0375f}, within(1e-6f));
    assertThat(plain.target(new float[] {0.5f, 0.5f}))
        .containsExactly(new float[] {0.5f, 0.5f}, within(1e-6f));
    assertThat(plain.target(new float[] {0, 1}))
        .containsExactly(new float[] {0, 0.5f}, within(1e-6f));
  }

  @Test
  void logitAdjustmentAddsTheLogarithmOfThePrior() {
    double loss = parts(method("logit-adjustment", true), 1).total().item_double();

    // exp: 1/4 against 3/4, then 3/4 against 3/4
    assertThat(loss).isCloseTo(-Math.log(0.25) - Math.log(0.5), within(1e-6));
  }
}

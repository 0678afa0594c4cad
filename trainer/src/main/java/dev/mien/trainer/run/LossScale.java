// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.network.Precision;
import dev.mien.trainer.weights.StoredTensor;
import java.util.List;

/**
 * What a loss is multiplied with, so that gradients in half precision neither vanish nor overflow
 * (Micikevicius et al. 2018): halved when they overflow, in a step that then changes nothing, and
 * doubled after many steps without; the numbers are those of PyTorch's GradScaler.
 */
final class LossScale {

  private static final double FIRST = 65_536;
  private static final int STEPS_TO_GROW = 2_000;

  /** So many steps in a row without a loss, and there is no hope for it. */
  private static final int MOST_LOST = 20;

  private final boolean used;
  private double factor;
  private int good;
  private int leftOut;
  private int lost;

  /** Begins; only half precision is scaled. */
  LossScale(Precision precision) {
    this.used = precision == Precision.FLOAT16;
    this.factor = used ? FIRST : 1;
  }

  boolean isUsed() {
    return used;
  }

  /** Returns what to multiply the loss with, and to divide the gradients by. */
  double factor() {
    return factor;
  }

  /** Returns how many steps of the run changed nothing. */
  int leftOut() {
    return leftOut;
  }

  /** Returns whether numbers overflow whatever the loss is multiplied with. */
  boolean isExhausted() {
    return factor < 1 || lost == MOST_LOST;
  }

  /** Leaves a step out whose loss was no number: no scale changes what planes are. */
  void leaveOut() {
    leftOut++;
    lost++;
  }

  /** Learns from a step whether its gradients were finite, which they must be to be used. */
  void follow(boolean finite) {
    if (!used) {
      return;
    }
    lost = 0;
    good = finite ? good + 1 : 0;
    if (!finite) {
      factor /= 2;
      leftOut++;
    } else if (good == STEPS_TO_GROW) {
      factor *= 2;
      good = 0;
    }
  }

  /** Returns what a later run needs to go on. */
  StoredTensor stored() {
    return new StoredTensor(List.of(3L), new float[] {(float) factor, good, leftOut});
  }

  /** Takes what {@link #stored} gave, or once gave without the number of steps left out. */
  void load(StoredTensor stored) {
    factor = stored.values().get(0);
    good = (int) stored.values().get(1);
    leftOut = stored.values().limit() > 2 ? (int) stored.values().get(2) : 0;
  }
}

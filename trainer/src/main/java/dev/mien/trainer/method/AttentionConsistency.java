// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import org.bytedeco.pytorch.Tensor;

/**
 * The consistency of attention maps, equations 3 and 5. The norm of equation 5 acts on single
 * numbers; as in the published code it is the square.
 */
final class AttentionConsistency {

  private final double[] scale;

  private AttentionConsistency(double[] scale) {
    this.scale = scale;
  }

  /** Maps that B rescales before they are compared: B works squared. */
  static AttentionConsistency insideSquare(ClassBalance balance) {
    return new AttentionConsistency(balance.weights());
  }

  /** Squared differences that B rescales, as in the published code. */
  static AttentionConsistency outsideSquare(ClassBalance balance) {
    return new AttentionConsistency(balance.squareRoots());
  }

  /**
   * Returns the mean squared difference of re-balanced maps.
   *
   * @param maps N x L x h x w
   * @param other maps of the other view, brought back to the places of the first
   */
  Tensor of(Tensor maps, Tensor other) {
    Tensor weights = Constant.of(scale, maps).view(1, scale.length, 1, 1);
    return maps.sub(other).mul(weights).square().mean();
  }
}

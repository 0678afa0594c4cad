// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

/**
 * The shape of a convolution.
 *
 * @param inputs channels that come in
 * @param outputs channels that go out
 * @param kernel side of the square kernel
 * @param stride in both directions
 * @param before rows of zeros above and columns to the left
 * @param after rows of zeros below and columns to the right
 * @param groups that the channels are divided into, {@code inputs} for a depthwise convolution
 * @param bias whether there is one
 */
public record Conv(
    int inputs,
    int outputs,
    int kernel,
    int stride,
    int before,
    int after,
    int groups,
    boolean bias) {

  /**
   * Checks the lengths.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public Conv {
    if (inputs < 1 || outputs < 1 || kernel < 1 || stride < 1 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "convolution of %d to %d channels, kernel %d, stride %d, padding %d and %d"
              .formatted(inputs, outputs, kernel, stride, before, after));
    }
    if (groups < 1 || inputs % groups != 0 || outputs % groups != 0) {
      throw new IllegalArgumentException(
          "%d groups do not divide %d and %d channels".formatted(groups, inputs, outputs));
    }
  }

  /** Returns one with a bias that keeps the size of the planes at stride 1. */
  public static Conv of(int inputs, int outputs, int kernel, int stride) {
    int padding = kernel / 2;
    return new Conv(inputs, outputs, kernel, stride, padding, padding, 1, true);
  }

  /** Returns the same on each channel alone; there must be as many inputs as outputs. */
  public Conv depthwise() {
    return new Conv(inputs, outputs, kernel, stride, before, after, inputs, bias);
  }

  /** Returns the same without a bias. */
  public Conv withoutBias() {
    return new Conv(inputs, outputs, kernel, stride, before, after, groups, false);
  }

  /** Returns the same with other padding. */
  public Conv padded(int newBefore, int newAfter) {
    return new Conv(inputs, outputs, kernel, stride, newBefore, newAfter, groups, bias);
  }
}

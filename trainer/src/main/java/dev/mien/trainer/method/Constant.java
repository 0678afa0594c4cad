// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.DoubleArrayRef;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Numbers beside a tensor. */
final class Constant {

  private Constant() {}

  /** Returns numbers in one row, on the device and in the precision of another tensor. */
  static Tensor of(double[] values, Tensor like) {
    DoublePointer memory = new DoublePointer(values);
    return torch.tensor(new DoubleArrayRef(memory, values.length)).to(like);
  }
}

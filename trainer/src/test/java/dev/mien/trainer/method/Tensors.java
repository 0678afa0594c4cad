// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.DoubleArrayRef;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Writes and reads tensors of double precision. */
final class Tensors {

  private Tensors() {}

  static Tensor of(double... values) {
    DoublePointer memory = new DoublePointer(values);
    return torch.tensor(new DoubleArrayRef(memory, values.length));
  }

  static double[] values(Tensor tensor) {
    Tensor flat = tensor.toType(torch.ScalarType.Double).contiguous();
    double[] values = new double[(int) flat.numel()];
    new DoublePointer(flat.data_ptr()).get(values);
    return values;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import org.bytedeco.pytorch.Tensor;

/**
 * What one step works on. It owns native memory.
 *
 * @param inputs N pictures, or what the frozen stages made of them; the other views after them
 *     where there are any
 * @param targets N x classes
 */
record Batch(Tensor inputs, Tensor targets) implements AutoCloseable {

  @Override
  public void close() {
    inputs.close();
    targets.close();
  }
}

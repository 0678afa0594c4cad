// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What one step works on. It owns native memory.
 *
 * @param inputs N pictures, or what the frozen stages made of them; the other views after them
 *     where there are any
 * @param targets N x classes
 */
record Batch(Tensor inputs, Tensor targets) implements AutoCloseable {

  /** Returns how many pictures there are, other views not counted. */
  long pictures() {
    return targets.size(0);
  }

  /**
   * Returns the batch in parts, which belong to the batch.
   *
   * @param together how many inputs a part may have, 0 for all; a picture and its view stay
   *     together
   */
  List<Batch> parts(int together) {
    long views = inputs.size(0) / pictures();
    long most = together == 0 ? pictures() : Math.max(1, together / views);
    List<Batch> parts = new ArrayList<>();
    for (long from = 0; from < pictures(); from += most) {
      long count = Math.min(most, pictures() - from);
      parts.add(new Batch(rows(from, count, views), targets.narrow(0, from, count)));
    }
    return parts;
  }

  private Tensor rows(long from, long count, long views) {
    Tensor first = inputs.narrow(0, from, count);
    return views == 1
        ? first
        : torch.cat(new TensorVector(first, inputs.narrow(0, pictures() + from, count)), 0);
  }

  @Override
  public void close() {
    inputs.close();
    targets.close();
  }
}

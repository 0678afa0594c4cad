// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import org.bytedeco.pytorch.Tensor;

/** Where the first stage that learns gets its inputs from. */
interface Inputs extends AutoCloseable {

  /** Returns the index of the first stage that they are for. */
  int firstStage();

  /**
   * Returns inputs in rows, those of the other views after all others. The caller closes them. For
   * one thread at a time.
   *
   * @param faces numbers in the data set
   * @param paired whether the other views are wanted
   */
  Tensor of(int[] faces, int epoch, boolean paired);

  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Numbers that planes are made of; weights, running figures and what comes out are single always.
 */
public enum Precision {
  /** 32 bits. */
  SINGLE(ScalarType.Float),
  /** 16 bits with the range of 32, so that losses need no scaling. */
  BFLOAT16(ScalarType.BFloat16),
  /**
   * 16 bits with more digits and less range, for CUDA: small gradients vanish unless the loss is
   * scaled.
   */
  FLOAT16(ScalarType.Half);

  private final ScalarType type;

  Precision(ScalarType type) {
    this.type = type;
  }

  ScalarType type() {
    return type;
  }
}

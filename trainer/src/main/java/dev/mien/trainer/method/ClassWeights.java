// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

/** How classes are weighed against each other. */
public enum ClassWeights {
  /** By the effective number of pictures, equation 4. */
  EFFECTIVE_NUMBER,
  /** By 1/n, as the published code does. */
  INVERSE_FREQUENCY,
  /** All the same. */
  NONE
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.method;

/** Which classes share the smooth part of a target. */
public enum Smoothing {
  /** All of them, equation 8. */
  ALL,
  /** The wrong ones, as the published code does. */
  OTHERS
}

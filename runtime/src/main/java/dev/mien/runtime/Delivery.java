// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

/** What a stage promises about its output when it, or a broker, dies. */
public enum Delivery {
  /** Readers with {@code isolation.level=read_committed} see every result once. */
  EXACTLY_ONCE,
  /** Every result is there, some perhaps twice; readers need not wait for a commit. */
  AT_LEAST_ONCE
}

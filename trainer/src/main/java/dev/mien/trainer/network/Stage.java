// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

/** A part of a backbone that can be frozen as a whole. */
public interface Stage {

  /** Returns for example {@code stage1}. */
  String name();

  /** Applies the stage. */
  <T> T apply(Graph<T> graph, T input);
}

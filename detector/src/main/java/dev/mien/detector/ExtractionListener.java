// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

/** Is told how long each step took. Called by every thread that extracts. */
@FunctionalInterface
public interface ExtractionListener {

  /** Listens to nothing. */
  ExtractionListener NONE = (step, nanos) -> {};

  /**
   * A step is done with a frame.
   *
   * @param step that was done
   * @param nanos that it took, in nanoseconds
   */
  void completed(Step step, long nanos);
}

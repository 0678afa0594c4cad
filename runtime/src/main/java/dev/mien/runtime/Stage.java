// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

/**
 * A part of the pipeline that works until its input ends, it fails, or it is closed. Constructors
 * do no I/O. All methods may be called from any thread.
 */
public interface Stage extends AutoCloseable {

  /** Returns the name of the kind of stage, for example {@code detector}. */
  String name();

  /**
   * Begins to work and returns when the work has been handed to threads of the stage.
   *
   * @throws StageFailure if it cannot begin, with the remedy in the message
   */
  void start();

  /** Returns how it is, now. */
  Health health();

  /**
   * Waits until the work is over: the input ended, or {@link #close} was called.
   *
   * @throws StageFailure if it ended because something failed
   */
  void awaitEnd() throws InterruptedException;

  /** Stops the work in order, finishing what is under way. Later calls do nothing. */
  @Override
  void close();
}

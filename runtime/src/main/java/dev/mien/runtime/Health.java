// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

/**
 * How a stage is.
 *
 * @param state what it does
 * @param detail one sentence for a person, for example the reason of a failure
 */
public record Health(State state, String detail) {

  /** What a stage does. */
  public enum State {
    /** It waits for its model, its partitions or its source. */
    STARTING,
    /** It works. */
    READY,
    /** Its input ended or it was closed. */
    ENDED,
    /** It stopped because of an error and needs a restart. */
    FAILED
  }

  /** Returns whether the process should go on living, that is, has not failed. */
  public boolean live() {
    return state != State.FAILED;
  }

  /** Returns whether nothing more will come of it. */
  public boolean over() {
    return state == State.ENDED || state == State.FAILED;
  }

  /** Returns whether it works. */
  public boolean ready() {
    return state == State.READY;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import java.io.Serial;

/** A record that a stage cannot process, now or later. It belongs in the dead letters. */
public final class BadRecord extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /** A message may quote a value of any length, and must fit into a header beside a picture. */
  private static final int LONGEST_MESSAGE = 500;

  private final Fault fault;

  /**
   * Names what is wrong.
   *
   * @param fault kind of the error
   * @param message one sentence with the offending value, cut where it is very long
   */
  public BadRecord(Fault fault, String message) {
    super(
        message.length() > LONGEST_MESSAGE
            ? message.substring(0, LONGEST_MESSAGE) + "..."
            : message);
    this.fault = fault;
  }

  /** Returns the kind of the error. */
  public Fault fault() {
    return fault;
  }

  /** Returns the message, never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

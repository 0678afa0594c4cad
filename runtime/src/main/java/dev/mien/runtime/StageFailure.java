// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A stage cannot begin or go on. The message names what is wrong, where, and the remedy. */
public final class StageFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** Says what failed and what to do about it. */
  public StageFailure(String message) {
    super(message);
  }

  /** Says what failed and what to do about it. */
  public StageFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

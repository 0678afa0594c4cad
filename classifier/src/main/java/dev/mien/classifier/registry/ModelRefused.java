// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A model may not serve. The message names it and says why and what to do. */
public final class ModelRefused extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final Refusal refusal;

  /** Says why, for a metric and for a person. */
  public ModelRefused(Refusal refusal, String message) {
    this(refusal, message, null);
  }

  ModelRefused(Refusal refusal, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.refusal = refusal;
  }

  /** Returns the kind of the reason. */
  public Refusal refusal() {
    return refusal;
  }

  /** Returns the message, never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}

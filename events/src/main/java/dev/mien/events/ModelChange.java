// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a version of the model came into its state. */
public enum ModelChange {
  /** It is new. */
  PUBLISHED(ModelState.CANDIDATE),
  /** It was made the active one. */
  PROMOTED(ModelState.ACTIVE),
  /** Its successor was rolled back. */
  RESTORED(ModelState.ACTIVE),
  /** Another was promoted. */
  REPLACED(ModelState.RETIRED),
  /** It was active and did not prove itself. */
  ROLLED_BACK(ModelState.RETIRED),
  /** Nobody wants it any more. */
  WITHDRAWN(ModelState.RETIRED);

  private final ModelState state;

  ModelChange(ModelState state) {
    this.state = state;
  }

  /** Returns the state that it leads to. */
  public ModelState state() {
    return state;
  }

  /** Returns the name on the wire, for example {@code rolled-back}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What is to be done with a version of the model. */
public enum ModelState {
  /** It may be tried beside the active one. */
  CANDIDATE,
  /** It serves. Where several are active, the one that became so last serves. */
  ACTIVE,
  /** It no longer serves, or never will; it can be promoted again. */
  RETIRED;

  /** Returns the name on the wire, for example {@code candidate}. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.util.List;
import java.util.Locale;

/** What a picture is for. */
public enum Part {
  /** The weights are fitted to it. */
  TRAIN,
  /** Settings are chosen by it. */
  VALIDATION,
  /** Results are reported on it, and nothing is chosen by it. */
  TEST,
  /**
   * Those who voted on it do not agree: it has no label, but who learns votes may learn from it.
   */
  UNDECIDED;

  /** Those whose pictures have labels. */
  public static final List<Part> LABELLED = List.of(TRAIN, VALIDATION, TEST);

  /** Returns its name as commands, files and messages write it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.util.Locale;

/** What a picture is for. */
public enum Part {
  /** The weights are fitted to it. */
  TRAIN,
  /** Settings are chosen by it. */
  VALIDATION,
  /** Results are reported on it, and nothing is chosen by it. */
  TEST;

  /** Returns its name as commands, files and messages write it. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}

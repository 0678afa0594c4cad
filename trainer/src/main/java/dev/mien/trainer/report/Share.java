// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import java.util.Locale;

/** Writes shares and counts for people. */
final class Share {

  private Share() {}

  /** Returns for example {@code 86.3 %}; a dash for what is not a number. */
  static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** Returns for example {@code +2.1 points}. */
  static String points(double difference) {
    return String.format(Locale.ROOT, "%+.1f points", 100 * difference);
  }

  /** Returns for example {@code 24,925}. */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}

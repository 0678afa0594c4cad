// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The time of one part over several rounds. */
final class Measurement {

  private final String part;
  private final String unit;
  private final List<Double> millis = new ArrayList<>();

  /**
   * Begins without a round.
   *
   * @param part that is measured
   * @param unit of its work, for example {@code frame}
   */
  Measurement(String part, String unit) {
    this.part = part;
    this.unit = unit;
  }

  /** Adds a round that did so much work. */
  void add(long nanos, int units) {
    millis.add(nanos / 1e6 / units);
  }

  /** Returns the median of the milliseconds per unit. */
  double median() {
    List<Double> sorted = millis.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  String line() {
    return String.format(
        Locale.ROOT, "%-42s %9.4f ms a %-5s  %9.1f/s", part, median(), unit, 1000 / median());
  }
}

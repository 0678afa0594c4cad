// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.Fault;
import dev.mien.runtime.FaultCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * All meters of the emotion rates, counted when a record is worked on: {@code records = counted +
 * late + dead letters (all faults)}. The only tag is {@code fault}, a closed set.
 */
final class RatesMetrics {

  /** Counter of the events that count in a window. */
  public static final String COUNTED = "mien.rates.counted";

  /** Counter of the events that came after the grace of their window and count nowhere. */
  public static final String LATE = "mien.rates.late";

  /** Counter of the rates that were sent, one for each camera, class and window that changed. */
  public static final String SENT = "mien.rates.sent";

  /** Counter of the emotion records that became dead letters, tag {@code fault}. */
  public static final String DEAD_LETTERS = "mien.rates.dead.letters";

  private final Counter counted;
  private final Counter late;
  private final Counter sent;
  private final FaultCounters deadLetters;

  RatesMetrics(MeterRegistry registry) {
    counted = counter(COUNTED, "Emotion events that count in a window", "events", registry);
    late = counter(LATE, "Emotion events that came too late for their window", "events", registry);
    sent = counter(SENT, "Rates of a camera, class and window that were sent", "records", registry);
    deadLetters =
        new FaultCounters(
            DEAD_LETTERS, "Emotion records that could not be read, by fault", registry);
  }

  void counted() {
    counted.increment();
  }

  void late() {
    late.increment();
  }

  void sent() {
    sent.increment();
  }

  void deadLetter(Fault fault) {
    deadLetters.increment(fault);
  }

  private static Counter counter(
      String name, String description, String unit, MeterRegistry registry) {
    return Counter.builder(name).description(description).baseUnit(unit).register(registry);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** All meters of the emotion rates. The only tag is {@code fault}, a closed set. */
public final class RatesMetrics {

  /** Counter of the events that came after the grace of their window and count nowhere. */
  public static final String LATE = "mien.rates.late";

  /** Counter of the emotion records that became dead letters, tag {@code fault}. */
  public static final String DEAD_LETTERS = "mien.rates.dead.letters";

  private final MeterRegistry registry;
  private final Counter late;

  RatesMetrics(MeterRegistry registry) {
    this.registry = registry;
    late =
        Counter.builder(LATE)
            .description("Emotion events that came too late for their window")
            .baseUnit("events")
            .register(registry);
  }

  void late() {
    late.increment();
  }

  void deadLetter(Fault fault) {
    Counter.builder(DEAD_LETTERS)
        .description("Emotion records that could not be read, by fault")
        .baseUnit("records")
        .tag("fault", fault.wireName())
        .register(registry)
        .increment();
  }
}

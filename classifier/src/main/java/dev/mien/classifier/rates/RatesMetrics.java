// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** All meters of the emotion rates. The only tag is {@code fault}, a closed set. */
final class RatesMetrics {

  private final MeterRegistry registry;

  RatesMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void deadLetter(Fault fault) {
    Counter.builder("mien.rates.dead.letters")
        .description("Emotion records that could not be read, by fault")
        .baseUnit("records")
        .tag("fault", fault.wireName())
        .register(registry)
        .increment();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import dev.mien.events.Fault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Counts the dead letters of a stage by fault, tag {@code fault}. All begin at 0, since the first
 * increase of a series that was not there before is none for Prometheus, and no alert would come.
 */
public final class FaultCounters {

  private final Map<Fault, Counter> counters = new EnumMap<>(Fault.class);

  /** Gives the counters to a registry. */
  public FaultCounters(String name, String description, MeterRegistry registry) {
    for (Fault fault : Fault.values()) {
      counters.put(
          fault,
          Counter.builder(name)
              .description(description)
              .baseUnit("records")
              .tag("fault", fault.wireName())
              .register(registry));
    }
  }

  /** Counts one. */
  public void increment(Fault fault) {
    Objects.requireNonNull(counters.get(fault)).increment();
  }
}

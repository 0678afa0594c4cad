// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.LongStream;

/** Timers with buckets in milliseconds. */
public final class Timers {

  private final MeterRegistry registry;

  /** Makes timers of a registry. */
  public Timers(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Returns a timer of what takes milliseconds. */
  public Timer quick(String name, String description) {
    return timer(name, description, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000);
  }

  /**
   * Returns a timer.
   *
   * @param buckets upper bounds in milliseconds
   */
  public Timer timer(String name, String description, long... buckets) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(
            LongStream.of(buckets).mapToObj(Duration::ofMillis).toArray(Duration[]::new))
        .register(registry);
  }
}

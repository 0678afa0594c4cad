// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import dev.mien.ingest.IngestMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;

/** How far the stages are, read from their meters. */
final class Progress {

  private final MeterRegistry registry;

  Progress(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Returns the frames that Kafka has. */
  long published() {
    return count(IngestMetrics.PUBLISHED);
  }

  /** Returns the frames that were read, but not published. */
  long dropped() {
    return count(IngestMetrics.DROPPED);
  }

  /** Returns the mean of a timer in milliseconds. */
  double meanMillis(String timer) {
    return registry.find(timer).timers().stream()
        .filter(found -> found.count() > 0)
        .mapToDouble(found -> found.mean(TimeUnit.MILLISECONDS))
        .average()
        .orElse(0);
  }

  private long count(String name) {
    return Math.round(registry.find(name).counters().stream().mapToDouble(Counter::count).sum());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether a consumer of Kafka, or an application of Kafka Streams, has a broker that answers, which
 * clients tell in their metrics only. Thread-safe.
 */
public final class BrokerReachability {

  /** Consumers ask several times a second, so a broker that is there is never silent for long. */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final LongSupplier nanos;
  private double received = -1;
  private long since;

  /** Has not looked yet. */
  public BrokerReachability() {
    this(System::nanoTime);
  }

  BrokerReachability(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Returns whether a connection is open and has brought something lately. Where packets are
   * swallowed, a client has one that it is opening, for ever.
   *
   * @param metrics of the client or application
   */
  public synchronized boolean isThere(Map<MetricName, ? extends Metric> metrics) {
    double now = values(metrics, "incoming-byte-total").sum();
    if (now != received) {
      received = now;
      since = nanos.getAsLong();
    }
    return values(metrics, "connection-count").anyMatch(count -> count > 0)
        && nanos.getAsLong() - since < SILENCE.toNanos();
  }

  private static DoubleStream values(Map<MetricName, ? extends Metric> metrics, String name) {
    return metrics.values().stream()
        .filter(metric -> metric.metricName().name().equals(name))
        .map(Metric::metricValue)
        .filter(Double.class::isInstance)
        .mapToDouble(Double.class::cast);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Whether a client of Kafka has a broker, which it tells in its metrics only. */
public final class Connection {

  private Connection() {}

  /**
   * Returns whether any connection is open, or being opened.
   *
   * @param metrics of a client, or of an application of Kafka Streams
   */
  public static boolean isThere(Map<MetricName, ? extends Metric> metrics) {
    return metrics.values().stream()
        .filter(metric -> metric.metricName().name().equals("connection-count"))
        .map(Metric::metricValue)
        .anyMatch(value -> value instanceof Double count && count > 0);
  }
}

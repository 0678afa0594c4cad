// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Whether a Kafka client has a connection; one without brokers waits and says nothing. */
public final class Connections {

  private Connections() {}

  /** Returns whether any broker can be reached, as far as a client with these metrics knows. */
  public static boolean any(Map<MetricName, ? extends Metric> metrics) {
    return metrics.values().stream()
        .filter(metric -> metric.metricName().name().equals("connection-count"))
        .map(Metric::metricValue)
        .anyMatch(value -> value instanceof Double count && count > 0);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

final class BrokerReachabilityTest {

  private long seconds;
  private final BrokerReachability connection =
      new BrokerReachability(() -> TimeUnit.SECONDS.toNanos(seconds));

  private record Value(MetricName metricName, Object metricValue) implements Metric {}

  private boolean isThere(double connections, double received) {
    return connection.isThere(
        Map.of(
            name("connection-count"), value("connection-count", connections),
            name("incoming-byte-total"), value("incoming-byte-total", received),
            name("version"), new Value(name("version"), "a text")));
  }

  private static Value value(String name, double value) {
    return new Value(name(name), value);
  }

  private static MetricName name(String name) {
    return new MetricName(name, "consumer-metrics", "", Map.of());
  }

  @Test
  void oneThatIsOpenAndBringsSomethingIsThere() {
    assertThat(isThere(0, 0)).isFalse();
    assertThat(isThere(1, 100)).isTrue();
    seconds += 600;
    assertThat(isThere(1, 200)).as("asked seldom").isTrue();
    assertThat(isThere(0, 200)).as("closed").isFalse();
  }

  @Test
  void oneThatIsBeingOpenedForEverIsNot() {
    assertThat(isThere(1, 100)).isTrue();
    seconds += 14;
    assertThat(isThere(1, 100)).isTrue();
    seconds += 1;
    assertThat(isThere(1, 100)).as("silent").isFalse();
    seconds += 600;
    assertThat(isThere(1, 100)).isFalse();
    assertThat(isThere(1, 101)).as("answers").isTrue();
  }
}

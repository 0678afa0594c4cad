// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What a stage promises about its output when it, or a broker, dies. */
public enum Delivery {
  /** Readers with {@code isolation.level=read_committed} see every result once. */
  EXACTLY_ONCE,
  /** Every result is there, some perhaps twice; readers need not wait for a commit. */
  AT_LEAST_ONCE;

  /** After a crash, how long its partitions and its open transaction hold up the others. */
  public static final int TAKEOVER_MILLIS = 10_000;

  /** Returns what a producer that keeps this promise needs beside a transactional id. */
  public Map<String, Object> producerSettings() {
    return switch (this) {
      case AT_LEAST_ONCE -> Map.of();
      case EXACTLY_ONCE ->
          Map.of(
              ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
              TAKEOVER_MILLIS,
              // With more, a request overtakes one that waits for the end of the transaction
              // before; since Kafka 4.1 the broker refuses and logs it until the first is through:
              // https://issues.apache.org/jira/browse/KAFKA-18202
              ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
              1);
    };
  }
}

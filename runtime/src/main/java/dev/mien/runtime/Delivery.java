// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import dev.mien.events.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What a stage promises about its output when it, or a broker, dies. */
public enum Delivery {
  /** Readers with {@code isolation.level=read_committed} see every result once. */
  EXACTLY_ONCE,
  /**
   * Every result is there, some perhaps twice; readers need not wait for a commit. After a crash
   * the faces in view get new track numbers: what a detector knew of them is ahead of what it
   * reads.
   */
  AT_LEAST_ONCE;

  /** After a crash, how long its partitions and its open transaction hold up the others. */
  public static final int TAKEOVER_MILLIS = 10_000;

  /** Settings of every producer: what it was told is written is not lost and stays in order. */
  public static final Map<String, Object> PRODUCER_PROMISES =
      Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);

  /**
   * Returns how a producer of results and dead letters works where the user says nothing else. The
   * limits of its records are those of the dead letters, the largest that a stage writes.
   */
  public Map<String, Object> producerDefaults() {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DEAD_LETTERS.maxMessageBytes());
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * Topics.DEAD_LETTERS.maxMessageBytes());
    if (this == EXACTLY_ONCE) {
      settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TAKEOVER_MILLIS);
      // With more, a request overtakes one that waits for the end of the transaction before; since
      // Kafka 4.1 the broker refuses and logs it until the first is through:
      // https://issues.apache.org/jira/browse/KAFKA-18202
      settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    }
    return settings;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.util.Objects.requireNonNull;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients of the registry and their settings. */
final class RegistryClients {

  static final TopicPartition MODELS = partition(Topics.MODELS);
  static final TopicPartition CHUNKS = partition(Topics.MODEL_CHUNKS);

  /** A publisher that was killed holds up the readers of files for so long. */
  static final int TRANSACTION_MILLIS = 60_000;

  /** A transaction that somebody left open is aborted by then. */
  static final Duration PATIENCE = Duration.ofMillis(2L * TRANSACTION_MILLIS);

  private static final int BLOCK_MILLIS = 15_000;
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private RegistryClients() {}

  /** Returns a reader that belongs to no group. */
  static KafkaConsumer<byte[], byte[]> consumer(Cluster cluster, String isolation) {
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    Map<String, Object> promises = new HashMap<>();
    promises.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    promises.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    promises.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // would skip what is new
    return new KafkaConsumer<>(
        cluster.client(defaults, promises),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Returns the offset behind the last record that this reader can see. */
  static long end(KafkaConsumer<?, ?> consumer, TopicPartition partition) {
    return requireNonNull(consumer.endOffsets(List.of(partition)).get(partition));
  }

  /**
   * Returns the offset behind the last record that was written. Readers of committed records do not
   * see that end while a transaction before it is open.
   */
  static long writtenUntil(Cluster cluster, TopicPartition partition) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(cluster, "read_uncommitted")) {
      return end(consumer, partition);
    }
  }

  /**
   * Returns a writer that shuts out all others of the same id. Closing it ends its transaction, but
   * does not wait for ever where no broker is left to be told.
   */
  static KafkaProducer<byte[], byte[]> producer(Cluster cluster, String transactionalId) {
    Map<String, Object> defaults = new HashMap<>(Delivery.EXACTLY_ONCE.producerDefaults());
    defaults.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS);
    Map<String, Object> promises = new HashMap<>(Delivery.PRODUCER_PROMISES);
    promises.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    return new KafkaProducer<>(
        cluster.client(defaults, promises), new ByteArraySerializer(), new ByteArraySerializer()) {
      @Override
      public void close() {
        close(FAREWELL);
      }
    };
  }

  private static TopicPartition partition(Topic topic) {
    return new TopicPartition(topic.name(), 0);
  }
}

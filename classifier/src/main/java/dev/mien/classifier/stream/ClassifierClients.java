// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The Kafka clients of one classifier and their settings; RATIONALE.md says why. */
final class ClassifierClients {

  /** Longest wait of one call, so that a stage without a broker can still be closed. */
  private static final int BLOCK_MILLIS = 15_000;

  /** A batch of faces (25 kB each) of a single camera comes in one fetch. */
  private static final int FETCH_BYTES = 4 << 20;

  private final ClassifierConfig config;
  private final Cluster cluster;
  private final String transactionalId;

  ClassifierClients(ClassifierConfig config, Cluster cluster) {
    this.config = config;
    this.cluster = cluster;
    String instance = config.instance() == null ? UUID.randomUUID().toString() : config.instance();
    this.transactionalId = config.group() + "-" + instance;
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    if (config.instance() != null) {
      defaults.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, transactionalId);
    }
    defaults.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    defaults.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    defaults.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxBatch());
    defaults.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    defaults.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    defaults.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    defaults.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return new KafkaConsumer<>(
        cluster.client(defaults), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Outbox outbox() {
    return config.delivery() == Delivery.EXACTLY_ONCE
        ? new TransactionalOutbox(this::producer)
        : new AtLeastOnceOutbox(this::producer);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(ProducerConfig.ACKS_CONFIG, "all");
    defaults.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    defaults.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    defaults.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topics.DEAD_LETTERS.maxMessageBytes());
    defaults.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * Topics.DEAD_LETTERS.maxMessageBytes());
    defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    defaults.putAll(config.delivery().producerSettings());
    if (config.delivery() == Delivery.EXACTLY_ONCE) {
      defaults.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }
    return new KafkaProducer<>(
        cluster.client(defaults), new ByteArraySerializer(), new ByteArraySerializer());
  }
}

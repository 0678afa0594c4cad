// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

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
    return new KafkaConsumer<>(
        consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  Map<String, Object> consumerSettings() {
    Map<String, Object> promises = new HashMap<>();
    promises.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    if (config.instance() != null) {
      promises.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, transactionalId);
    }
    promises.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    promises.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.maxBatch());
    defaults.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    defaults.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    defaults.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    defaults.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return cluster.client(defaults, promises);
  }

  Outbox outbox() {
    return config.delivery() == Delivery.EXACTLY_ONCE
        ? new TransactionalOutbox(this::producer)
        : new AtLeastOnceOutbox(this::producer);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  Map<String, Object> producerSettings() {
    Map<String, Object> defaults = new HashMap<>(config.delivery().producerDefaults());
    defaults.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    Map<String, Object> promises = new HashMap<>(Delivery.PRODUCER_PROMISES);
    if (config.delivery() == Delivery.EXACTLY_ONCE) {
      promises.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }
    return cluster.client(defaults, promises);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.GroupDefaults;
import dev.mien.runtime.KafkaMeters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka clients of one classifier, their settings and their meters; RATIONALE.md says why. The
 * clients are the caller's to close, the meters are closed with this. For one thread.
 */
final class ClassifierClients implements AutoCloseable {

  /** Longest wait of one call, so that a stage without a broker can still be closed. */
  private static final int BLOCK_MILLIS = 15_000;

  /** A batch of faces (25 kB each) of a single camera comes in one fetch. */
  private static final int FETCH_BYTES = 4 << 20;

  private final ClassifierConfig config;
  private final Cluster cluster;
  private final MeterRegistry registry;
  private final String transactionalId;
  private @Nullable KafkaMeters consumerMeters;
  private @Nullable KafkaMeters producerMeters;

  ClassifierClients(ClassifierConfig config, Cluster cluster, MeterRegistry registry) {
    this.config = config;
    this.cluster = cluster;
    this.registry = registry;
    String instance = config.instance() == null ? UUID.randomUUID().toString() : config.instance();
    this.transactionalId = config.group() + "-" + instance;
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            consumerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    close(consumerMeters);
    consumerMeters = KafkaMeters.of(consumer, registry);
    return consumer;
  }

  Map<String, Object> consumerSettings() {
    Map<String, Object> promises = new HashMap<>();
    promises.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    if (config.instance() != null) {
      promises.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, transactionalId);
    }
    promises.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    promises.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    promises.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"); // see FaceReader
    Map<String, Object> defaults = new HashMap<>(GroupDefaults.of(cluster));
    defaults.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.serving().maxBatch());
    defaults.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
    defaults.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
    defaults.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, Delivery.TAKEOVER_MILLIS);
    return cluster.client(defaults, promises);
  }

  Outbox outbox() {
    return config.delivery() == Delivery.EXACTLY_ONCE
        ? new TransactionalOutbox(this::producer)
        : new AtLeastOnceOutbox(this::producer);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            producerSettings(), new ByteArraySerializer(), new ByteArraySerializer());
    close(producerMeters);
    producerMeters = KafkaMeters.of(producer, registry);
    return producer;
  }

  @Override
  public void close() {
    close(consumerMeters);
    close(producerMeters);
  }

  private static void close(@Nullable KafkaMeters meters) {
    if (meters != null) {
      meters.close();
    }
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

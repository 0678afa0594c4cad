// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A real broker with Mien's topics, and what a test writes to it and reads from it. */
public final class TestCluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * One request at a time: a partition without a leader, as after a restart, refuses the first
   * batch of a new producer, and would for ever if it took the second one meanwhile.
   */
  public static final Map<String, ?> IN_ORDER =
      Map.of(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);

  private final Path directory;
  private EmbeddedBroker broker;

  /** Starts a broker on any port. */
  public TestCluster(Path directory) {
    this.directory = directory;
    this.broker = new EmbeddedBroker(directory, 0);
    Awaitility.setDefaultTimeout(PATIENCE); // of its tests, too
    broker.start();
    try (TopicAdmin admin = new TopicAdmin(cluster())) {
      admin.create(Topics.all(Topics.DEFAULT_CLASSES));
    }
  }

  /** Stops the broker and starts it again where it was. */
  public void restart() {
    stop();
    start();
  }

  /** Stops the broker. */
  public void stop() {
    broker.close();
  }

  /** Starts the broker that was stopped where it was. */
  public void start() {
    String address = broker.bootstrapServers();
    broker =
        new EmbeddedBroker(
            directory, Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    broker.start();
  }

  /** Returns a producer whose transactions may stay open for three minutes. */
  public KafkaProducer<byte[], byte[]> transactionalProducer(String id) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(
        cluster()
            .client(
                Map.of(
                    ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                    id,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                    180_000)),
        bytes,
        bytes);
  }

  /** Returns how to reach it. */
  public Cluster cluster() {
    return Cluster.at(broker.bootstrapServers());
  }

  /** Writes records and waits until they are there. */
  public void write(List<ProducerRecord<byte[], byte[]>> records) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(cluster().client(IN_ORDER), bytes, bytes)) {
      List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
      producer.flush();
      assertThat(sent).allSatisfy(record -> assertThat(record).succeedsWithin(Duration.ZERO));
    }
  }

  /** Reads what a topic holds now, as a reader of committed records sees it. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            cluster().client(Map.of("isolation.level", "read_committed")), bytes, bytes)) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }

  /** Waits until a group has committed all that a topic holds. */
  public void awaitRead(String group, String topic) {
    await().atMost(PATIENCE).until(() -> committed(group, topic).equals(ends(topic)));
  }

  /** Waits until a group has committed at least so many records of a topic. */
  public void awaitRead(String group, String topic, long records) {
    await()
        .atMost(PATIENCE)
        .until(() -> committed(group, topic).values().stream().mapToLong(n -> n).sum() >= records);
  }

  /** Makes a topic. */
  public void create(Topic topic) {
    try (TopicAdmin admin = new TopicAdmin(cluster())) {
      admin.create(List.of(topic));
    }
  }

  /** Deletes the records that a topic holds now. */
  public void empty(String topic) throws ExecutionException, InterruptedException {
    Map<TopicPartition, RecordsToDelete> all =
        ends(topic).entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, end -> RecordsToDelete.beforeOffset(end.getValue())));
    try (Admin admin = Admin.create(cluster().client(Map.of()))) {
      admin.deleteRecords(all).all().get();
    }
  }

  /** Removes a topic and waits until it is gone. */
  public void delete(String topic) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(cluster().client(Map.of()))) {
      admin.deleteTopics(List.of(topic)).all().get();
      await().until(() -> !admin.listTopics().names().get().contains(topic));
    }
  }

  @Override
  public void close() {
    broker.close();
  }

  private Map<TopicPartition, Long> committed(String group, String topic)
      throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(cluster().client(Map.of()))) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      return offsets.entrySet().stream()
          .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
          .filter(entry -> entry.getValue().offset() > 0)
          .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
    }
  }

  private Map<TopicPartition, Long> ends(String topic) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(cluster().client(Map.of()), bytes, bytes)) {
      return consumer.endOffsets(partitions(consumer, topic)).entrySet().stream()
          .filter(end -> end.getValue() > 0)
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .toList();
  }
}

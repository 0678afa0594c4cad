// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mien.detector.TestFrames;
import dev.mien.events.BadRecord;
import dev.mien.events.Face;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
class DetectorStageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final TopicPartition FRAMES = new TopicPartition(Topics.FRAMES.name(), 0);
  private static final TopicPartition FACES = new TopicPartition(Topics.FACES.name(), 0);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path data;
  private EmbeddedBroker broker;
  private Cluster cluster;
  private DetectorStage stage;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(data, 0);
    broker.start();
    cluster = Cluster.at(broker.bootstrapServers());
    stage = new DetectorStage(DetectorConfig.defaults(), cluster, meters);
  }

  @AfterEach
  void stop() {
    stage.close();
    broker.close();
  }

  @Test
  void countsFramesThatWereDeletedBeforeItReadThem() throws Exception {
    createTopics();
    for (int number = 0; number < 5; number++) {
      publish(number);
    }
    try (Admin admin = Admin.create(cluster.client(Map.of()))) {
      admin
          .alterConsumerGroupOffsets(
              DetectorConfig.DEFAULT_APPLICATION, Map.of(FRAMES, new OffsetAndMetadata(1)))
          .all()
          .get();
      admin.deleteRecords(Map.of(FRAMES, RecordsToDelete.beforeOffset(4))).all().get();
    }

    stage.start();

    await().atMost(PATIENCE).until(() -> meters.get(DetectorMetrics.FRAMES).counter().count() == 1);
    assertThat(meters.get(DetectorMetrics.SKIPPED).counter().count()).isEqualTo(3);
  }

  @Test
  void readsEachFrameOnceWhenTheBrokerWasAway() throws Exception {
    createTopics();
    publish(0);
    stage.start();
    await().atMost(PATIENCE).until(() -> numbersOfFaces().size() == 1);

    String address = broker.bootstrapServers();
    broker.close();
    broker = new EmbeddedBroker(data, Integer.parseInt(address.replaceFirst(".*:", "")));
    broker.start();
    publish(1);
    publish(2);

    await().atMost(PATIENCE).until(() -> numbersOfFaces().size() >= 3);
    await().atMost(PATIENCE).until(() -> stage.health().ready());
    stage.close();
    assertThat(numbersOfFaces()).containsExactly(0L, 1L, 2L);
  }

  @Test
  void hasFailedWhenItCannotStart() {
    assertThatThrownBy(stage::start)
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("mien topics create");

    assertThat(stage.health().state()).isEqualTo(Health.State.FAILED);
  }

  @Test
  void doesNotStartOnceItIsClosed() throws Exception {
    createTopics();
    stage.close();

    stage.start();

    stage.awaitEnd();
    assertThat(stage.health().state()).isEqualTo(Health.State.ENDED);
  }

  private void createTopics() {
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.create(
          List.of(
              Topics.FRAMES.withPartitions(1),
              Topics.FACES.withPartitions(1),
              Topics.DEAD_LETTERS));
    }
  }

  /** Returns the frames whose faces have come, by what has been committed. */
  private List<Long> numbersOfFaces() throws BadRecord {
    List<Long> numbers = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            cluster.client(Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(FACES));
      consumer.seekToBeginning(List.of(FACES));
      long end = Objects.requireNonNull(consumer.endOffsets(List.of(FACES)).get(FACES));
      while (consumer.position(FACES) < end) {
        for (ConsumerRecord<byte[], byte[]> face : consumer.poll(Duration.ofMillis(100))) {
          numbers.add(Wire.read(face.headers(), Face.class).frame().number());
        }
      }
    }
    return numbers;
  }

  private void publish(int number) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            cluster.client(Map.of()), new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.FRAMES.name(),
                  0,
                  System.currentTimeMillis(),
                  "door",
                  TestFrames.jpeg(number),
                  new RecordHeaders()
                      .add(Wire.HEADER, Wire.write(TestFrames.frame("door", number)))))
          .get();
    }
  }
}

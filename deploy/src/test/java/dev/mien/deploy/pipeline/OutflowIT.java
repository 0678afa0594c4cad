// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.detector.stream.DetectorConfig;
import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.DeadLetters;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OutflowIT {

  private static final List<Topic> TOPICS =
      List.of(Topics.FRAMES, Topics.FACES, Topics.EMOTIONS, Topics.DEAD_LETTERS);

  @TempDir private Path folder;

  /** With the detector's meter it was never over: there are two faces, one of them aborted. */
  @Test
  void isOverWhenTheFacesThatAreCommittedAreDone() throws Exception {
    try (EmbeddedBroker broker = new EmbeddedBroker(folder.resolve("data"), 0)) {
      broker.start();
      Cluster cluster = Cluster.at(broker.bootstrapServers());
      try (TopicAdmin topics = new TopicAdmin(cluster)) {
        topics.create(TOPICS.stream().map(topic -> topic.withPartitions(1)).toList());
      }
      try (Outflow outflow = new Outflow(cluster);
          Pipeline stages = new Pipeline(folder, 0, new SimpleMeterRegistry())) {
        outflow.open();
        write(cluster);

        outflow.drain(stages, () -> false, emotion -> {});

        assertThat(outflow.faces()).isEqualTo(1);
      }
    }
  }

  private static void write(Cluster cluster) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> ingest =
            new KafkaProducer<>(cluster.client(Map.of()), bytes, bytes);
        KafkaProducer<byte[], byte[]> stage =
            new KafkaProducer<>(
                cluster.client(Map.of(), Map.of("transactional.id", "stage")), bytes, bytes);
        Admin detector = cluster.admin(Duration.ofSeconds(10))) {
      ingest.send(record(Topics.FRAMES)).get();
      stage.initTransactions();
      stage.beginTransaction();
      stage.send(record(Topics.FACES)).get();
      stage.abortTransaction();
      stage.beginTransaction();
      stage.send(record(Topics.FACES)).get();
      stage.send(deadLetter()).get();
      stage.commitTransaction();
      detector
          .alterConsumerGroupOffsets(
              DetectorConfig.defaults().application(),
              Map.of(new TopicPartition(Topics.FRAMES.name(), 0), new OffsetAndMetadata(1)))
          .all()
          .get();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Topic topic) {
    return new ProducerRecord<>(topic.name(), new byte[] {1}, new byte[] {2});
  }

  private static ProducerRecord<byte[], byte[]> deadLetter() {
    return new DeadLetters("classifier")
        .of(
            new ConsumerRecord<>(Topics.FACES.name(), 0, 2, new byte[] {1}, new byte[] {2}),
            new BadRecord(Fault.NOT_AN_IMAGE, "no PNG"));
  }
}

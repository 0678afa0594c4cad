// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Topics;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
final class TopicReaderIT {

  private static final String TOPIC = Topics.CAMERAS.name();

  @TempDir private Path directory;

  private EmbeddedBroker broker;
  private Cluster cluster;

  @BeforeEach
  void open() {
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    cluster = Cluster.at(broker.bootstrapServers());
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      admin.create(List.of(Topics.CAMERAS));
    }
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void readsAllThatATopicHoldsAndNothingElse() throws Exception {
    List<String> values = new ArrayList<>();
    try (TopicReader reader = new TopicReader(cluster)) {
      reader.readAll(TOPIC, Duration.ofMinutes(1), record -> values.add(text(record.value())));
      assertThat(values).isEmpty();
      write(0, "a");
      write(23, "b");

      reader.readAll(TOPIC, Duration.ofMinutes(1), record -> values.add(text(record.value())));
    }
    assertThat(values).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void doesNotWaitForEverForTheEnd() throws Exception {
    write(0, "a");
    try (TopicReader reader = new TopicReader(cluster)) {
      assertThatThrownBy(() -> reader.readAll(TOPIC, Duration.ofSeconds(-1), record -> {}))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("no answer from Kafka at " + cluster.bootstrapServers())
          .hasRootCauseMessage(TOPIC + " did not come to its end within -1 s");
    }
  }

  @Test
  void namesTheTopicThatIsMissingAndThoseThatAreThere() {
    try (TopicReader reader = new TopicReader(cluster)) {
      assertThatThrownBy(() -> reader.readAll("mien.camera", Duration.ofMinutes(1), record -> {}))
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll("'mien.camera'", "there are: " + TOPIC);
    }
  }

  private void write(int partition, String value) throws Exception {
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(cluster.client(Map.of()), bytes, bytes)) {
      producer
          .send(
              new ProducerRecord<>(TOPIC, partition, "key".getBytes(UTF_8), value.getBytes(UTF_8)))
          .get();
    }
  }

  private static String text(byte[] value) {
    return new String(value, UTF_8);
  }
}

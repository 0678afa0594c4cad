// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.LockHolder;
import dev.mien.runtime.Ports;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.topics.TopicAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final int ANY_PORT = 0;
  private static final TopicPartition PARTITION = new TopicPartition(Topics.EMOTIONS.name(), 0);

  @TempDir private Path directory;

  @Test
  void dataSurvivesARestart() throws Exception {
    try (EmbeddedBroker broker = started(directory, ANY_PORT)) {
      createTopics(broker);
      write(broker, "before");
    }
    try (EmbeddedBroker broker = started(directory, ANY_PORT)) {
      write(broker, "after");

      assertThat(read(broker, 2)).containsExactly("before", "after");
    }
  }

  @Test
  void itsFolderMayBeNamedInAnyLanguage() {
    Charset names = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    assumeTrue(names.newEncoder().canEncode("Ü"), "file names have ASCII letters only here");
    Path data = directory.resolve("Überwachung");

    try (EmbeddedBroker broker = started(data, ANY_PORT)) {
      assertThat(data.resolve("kafka").resolve("meta.properties")).exists();
      assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
    }
  }

  @Test
  void aCommaInItsFolderIsRefused() {
    try (EmbeddedBroker broker = new EmbeddedBroker(directory.resolve("a,b"), ANY_PORT)) {
      assertThatThrownBy(broker::start)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("a,b")
          .hasMessageContaining("comma");
    }
  }

  @Test
  void listensOnThePreferredPort() throws IOException {
    int port = Ports.free();
    try (EmbeddedBroker broker = started(directory, port)) {
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
    }
  }

  @Test
  void takesAnotherPortWhereThePreferredOneIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        EmbeddedBroker broker = started(directory, taken.getLocalPort())) {
      assertThat(broker.bootstrapServers()).doesNotEndWith(":" + taken.getLocalPort());
      assertThat(createTopics(broker)).isNotEmpty();
    }
  }

  @Test
  void aSecondBrokerOnTheSameDirectoryIsRefusedAndTheFirstGoesOn() throws Exception {
    try (EmbeddedBroker first = started(directory, ANY_PORT);
        EmbeddedBroker second = new EmbeddedBroker(directory, ANY_PORT)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use by another broker");
      try (LockHolder other = new LockHolder(directory)) {
        assertThat(other.said()).isEqualTo(LockHolder.REFUSED);
      }

      assertThat(createTopics(first)).isNotEmpty();
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (EmbeddedBroker broker = new EmbeddedBroker(file.resolve("data"), ANY_PORT)) {
      assertThatThrownBy(broker::start)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void leavesNoThreadThatKeepsTheProcessAlive() {
    Set<Thread> before = lasting();
    try (EmbeddedBroker broker = started(directory, ANY_PORT)) {
      createTopics(broker);
    }

    Awaitility.await()
        .pollInSameThread()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(lasting()).isSubsetOf(before));
  }

  private static EmbeddedBroker started(Path directory, int port) {
    EmbeddedBroker broker = new EmbeddedBroker(directory, port);
    broker.start();
    return broker;
  }

  private static List<?> createTopics(EmbeddedBroker broker) {
    try (TopicAdmin admin = new TopicAdmin(Cluster.at(broker.bootstrapServers()))) {
      return admin.create(List.of(Topics.EMOTIONS));
    }
  }

  private static void write(EmbeddedBroker broker, String value)
      throws ExecutionException, InterruptedException {
    Map<String, Object> config = Cluster.at(broker.bootstrapServers()).client(Map.of());
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(PARTITION.topic(), 0, "door", value)).get();
    }
  }

  private static List<String> read(EmbeddedBroker broker, int count) {
    Map<String, Object> config = Cluster.at(broker.bootstrapServers()).client(Map.of());
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      List<String> values = new ArrayList<>();
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(50))) {
                  values.add(record.value());
                }
                return values.size() >= count;
              });
      return values;
    }
  }

  private static Set<Thread> lasting() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.runtime.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

final class ClassifierClientsTest {

  private final ClassifierClients clients =
      new ClassifierClients(
          ClassifierConfig.defaults(),
          new Cluster(
              "kafka:9092",
              Map.of(
                  "auto.offset.reset", "latest",
                  "enable.auto.commit", "true",
                  "isolation.level", "read_uncommitted",
                  "group.id", "mine",
                  "acks", "1",
                  "enable.idempotence", "false",
                  "transactional.id", "mine",
                  "session.timeout.ms", "45000",
                  "transaction.timeout.ms", "60000",
                  "linger.ms", "5")),
          new SimpleMeterRegistry());

  @Test
  void promisesAreNotTheUsers() {
    assertThat(clients.consumerSettings())
        .containsEntry("auto.offset.reset", "none")
        .containsEntry("enable.auto.commit", false)
        .containsEntry("isolation.level", "read_committed")
        .containsEntry("group.id", "mien-classifier");
    assertThat(clients.producerSettings())
        .containsEntry("acks", "all")
        .containsEntry("enable.idempotence", true)
        .hasEntrySatisfying(
            "transactional.id", id -> assertThat((String) id).startsWith("mien-classifier-"));
  }

  @Test
  void defaultsAreTheUsers() {
    assertThat(clients.consumerSettings()).containsEntry("session.timeout.ms", "45000");
    assertThat(clients.producerSettings())
        .containsEntry("transaction.timeout.ms", "60000")
        .containsEntry("linger.ms", "5");
  }

  @Test
  void brokersMayShareOutThePartitions() {
    Cluster cluster = new Cluster("127.0.0.1:9", Map.of("group.protocol", "consumer"));
    try (ClassifierClients sharedOut =
            new ClassifierClients(ClassifierConfig.defaults(), cluster, new SimpleMeterRegistry());
        KafkaConsumer<byte[], byte[]> consumer = sharedOut.consumer()) {
      assertThat(consumer.assignment()).isEmpty();
    }
  }
}

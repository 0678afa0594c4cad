// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Topics;
import dev.mien.runtime.streams.StreamsProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ClientSettingsTest {

  @Test
  void usersSettingsStandBetweenDefaultsAndPromises() {
    Cluster cluster =
        new Cluster(
            "kafka:9092", Map.of("linger.ms", "5", "acks", "1", "bootstrap.servers", "other:1"));

    assertThat(cluster.client(Map.of("linger.ms", 0, "retries", 3), Map.of("acks", "all")))
        .isEqualTo(
            Map.of(
                "linger.ms", "5", "retries", 3, "acks", "all", "bootstrap.servers", "kafka:9092"));
  }

  @Test
  void timesOfOursGrowWithThoseOfTheUser() {
    Map<String, String> user = Map.of("request.timeout.ms", "30000", "linger.ms", "100");
    Cluster cluster = new Cluster("127.0.0.1:9092", user);
    Map<String, Object> settings =
        cluster.client(Map.of("default.api.timeout.ms", 15_000, "delivery.timeout.ms", 15_000));

    assertThat(settings)
        .containsEntry("default.api.timeout.ms", 30_000)
        .containsEntry("delivery.timeout.ms", 30_100);
    cluster.admin(Duration.ofSeconds(5)).close(Duration.ZERO); // both refuse what is too short
    new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())
        .close(Duration.ZERO);
  }

  @Test
  void timesOfTheUserStay() {
    Map<String, String> user = Map.of("request.timeout.ms", "30000", "delivery.timeout.ms", "9");

    assertThat(new Cluster("kafka:9092", user).client(Map.of("delivery.timeout.ms", 15_000)))
        .containsEntry("delivery.timeout.ms", "9");
  }

  @Test
  void clusterNeedsAnAddress() {
    assertThatThrownBy(() -> Cluster.at(" ")).hasMessageContaining("host:port");
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void producersTakeTheLargestDeadLetter(Delivery delivery) {
    assertThat(streams(delivery, Map.of()).getProducerConfigs("test"))
        .containsEntry("max.request.size", Topics.DEAD_LETTERS.maxMessageBytes())
        .containsEntry("acks", "all");
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void promisesOfAStreamsApplicationAreNotTheUsers(Delivery delivery) {
    StreamsConfig config =
        streams(
            delivery,
            Map.of(
                "processing.guarantee", "at_least_once",
                "application.id", "mine",
                "acks", "1",
                "producer.acks", "0",
                "enable.idempotence", "false"));

    assertThat(config.getString("application.id")).isEqualTo("mien-test");
    assertThat(config.getString("processing.guarantee"))
        .isEqualTo(delivery == Delivery.EXACTLY_ONCE ? "exactly_once_v2" : "at_least_once");
    Map<String, Object> producer = config.getProducerConfigs("test");
    assertThat(producer).containsEntry("acks", "all");
    assertThat(producer.get("enable.idempotence")).hasToString("true");
  }

  @ParameterizedTest
  @CsvSource({
    "session.timeout.ms, session.timeout.ms",
    "consumer.session.timeout.ms, session.timeout.ms",
    "main.consumer.session.timeout.ms, session.timeout.ms",
    "max.poll.records, max.poll.records"
  })
  void usersSettingsOfTheConsumerWinWithAndWithoutPrefix(String name, String plain) {
    StreamsConfig config = streams(Delivery.EXACTLY_ONCE, Map.of(name, "7000"));

    assertThat(config.getMainConsumerConfigs("group", "client", 1).get(plain)).hasToString("7000");
  }

  @ParameterizedTest
  @CsvSource({"transaction.timeout.ms", "max.request.size", "producer.transaction.timeout.ms"})
  void usersSettingsOfTheProducerWinWithAndWithoutPrefix(String name) {
    StreamsConfig config = streams(Delivery.EXACTLY_ONCE, Map.of(name, "7000"));

    assertThat(config.getProducerConfigs("test").get(name.replace("producer.", "")))
        .hasToString("7000");
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void onlyCommittedRecordsAreRead(Delivery delivery) {
    for (String name : List.of("isolation.level", "consumer.isolation.level")) {
      StreamsConfig config = streams(delivery, Map.of(name, "read_uncommitted"));

      assertThat(config.getMainConsumerConfigs("group", "client", 1))
          .containsEntry("isolation.level", "read_committed");
    }
  }

  private static StreamsConfig streams(Delivery delivery, Map<String, String> user) {
    Properties properties =
        StreamsProperties.of(
            "mien-test",
            delivery,
            Map.of("main.consumer.max.poll.records", 8),
            new Cluster("kafka:9092", user));
    return new StreamsConfig(properties);
  }
}

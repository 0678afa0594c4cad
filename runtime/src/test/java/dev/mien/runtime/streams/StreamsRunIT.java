// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a Kafka Streams application while Kafka is away. */
@Timeout(180)
final class StreamsRunIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private EmbeddedBroker broker;

  @BeforeEach
  void open() {
    broker = new EmbeddedBroker(directory, 0);
    broker.start();
    try (TopicAdmin topics = new TopicAdmin(Cluster.at(broker.bootstrapServers()))) {
      topics.create(List.of(Topics.FRAMES));
    }
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void isNotReadyWithoutABroker() {
    StreamsRun run = started(new DefaultKafkaClientSupplier());
    try {
      awaitState(run, State.READY);
      String address = broker.bootstrapServers();

      broker.close();

      awaitState(run, State.STARTING);
      assertThat(run.health().detail()).isEqualTo("waits for Kafka at " + address);
      broker = new EmbeddedBroker(directory, Integer.parseInt(address.replaceFirst(".*:", "")));
      broker.start();
      awaitState(run, State.READY);
    } finally {
      run.close();
    }
  }

  @Test
  void threadThatCannotBeReplacedAtOnceIsReplacedLater() {
    Clients clients = new Clients();
    StreamsRun run = started(clients);
    try {
      awaitState(run, State.READY);

      clients.away = true;
      await().atMost(PATIENCE).until(() -> clients.refused > 1);
      assertThat(run.health().state()).isEqualTo(State.STARTING);

      clients.away = false;
      awaitState(run, State.READY);
    } finally {
      run.close();
    }
  }

  @Test
  void threadThatCanNeverBeReplacedIsAFailure() {
    Clients clients = new Clients();
    StreamsRun run = started(clients);
    try {
      awaitState(run, State.READY);

      clients.reason = "delivery.timeout.ms should be larger";
      clients.away = true;

      awaitState(run, State.FAILED);
      assertThat(run.health().detail()).contains(clients.reason);
    } finally {
      run.close();
    }
  }

  private StreamsRun started(DefaultKafkaClientSupplier clients) {
    StreamsRun run =
        new StreamsRun(
            "test",
            "reads mien.frames",
            Cluster.at(broker.bootstrapServers()),
            new SimpleMeterRegistry(),
            clients);
    run.start("mien-test", Delivery.EXACTLY_ONCE, Map.of(), StreamsRunIT::topology);
    return run;
  }

  private static Topology topology() {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(Topics.FRAMES.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .foreach((key, value) -> {});
    return builder.build();
  }

  private static void awaitState(StreamsRun run, State state) {
    await().atMost(PATIENCE).until(() -> run.health().state() == state);
  }

  /** Clients as they are where all of Kafka is away, and its name with it. */
  private static final class Clients extends DefaultKafkaClientSupplier {

    private volatile boolean away;
    private volatile String reason = "No resolvable bootstrap urls given in bootstrap.servers";
    private volatile int refused;

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
      return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration patience) {
          if (away) {
            throw new TimeoutException("no answer");
          }
          return super.poll(patience);
        }
      };
    }

    @Override
    public synchronized Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
      if (away) {
        refused++;
        throw new KafkaException("Failed to construct consumer", new ConfigException(reason));
      }
      return super.getRestoreConsumer(config);
    }
  }
}

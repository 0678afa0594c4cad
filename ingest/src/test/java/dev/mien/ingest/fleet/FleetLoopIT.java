// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Camera;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.GroupDefaults;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cameras are read by whom, and when, whatever reading one is. */
@Timeout(180)
class FleetLoopIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final Ledger ledger = new Ledger();
  private EmbeddedBroker broker;
  private Cluster cluster;
  private CameraTopic cameras;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(folder.resolve("data"), 0);
    broker.start();
    cluster = Cluster.at(broker.bootstrapServers());
    cameras = new CameraTopic(cluster);
    create();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void whatWasThereOnceIsNotRead() {
    cameras.put(new Camera("gone", "old", 0));
    cameras.remove("gone");
    cameras.put(new Camera("door", "old", 0));
    cameras.put(new Camera("door", "new", 0));
    try (Running loop = new Running("classic")) {
      awaitThat(() -> loop.reads().equals(Set.of("door")));

      assertThat(ledger.begun()).containsExactly(new Camera("door", "new", 0));
    }
    assertThat(ledger.open()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void processesShareTheCamerasAndNoneIsEverReadTwice(String protocol) {
    Set<String> all = IntStream.range(0, 12).mapToObj(i -> "c" + i).collect(Collectors.toSet());
    all.forEach(camera -> cameras.put(new Camera(camera, "x", 0)));
    try (Running other = new Running(protocol)) {
      awaitThat(() -> other.reads().equals(all));
      try (Running loop = new Running(protocol)) {
        awaitThat(() -> !loop.reads().isEmpty() && ledger.open().equals(all));
        assertThat(other.reads()).isNotEmpty().doesNotContainAnyElementsOf(loop.reads());
      }
      awaitThat(() -> other.reads().equals(all));
      assertThat(ledger.readTwice()).isEmpty();
    }
  }

  @Test
  void aTopicThatWasMadeAnewIsReadAnew() throws Exception {
    for (int fps = 0; fps < 5; fps++) {
      cameras.put(new Camera("door", "x", fps));
    }
    try (Running loop = new Running("classic")) {
      awaitThat(() -> loop.reads().equals(Set.of("door")));

      try (Admin admin = cluster.admin(PATIENCE)) {
        admin.deleteTopics(List.of(Topics.CAMERAS.name())).all().get();
      }
      create();
      cameras.put(new Camera("gate", "x", 0));

      awaitThat(() -> loop.reads().equals(Set.of("gate")));
    }
  }

  private void create() {
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      await().atMost(PATIENCE).until(() -> !topics.create(List.of(Topics.CAMERAS)).isEmpty());
    }
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }

  /** A loop in a thread of its own. */
  private final class Running implements AutoCloseable {

    private final Ledger.Reader reader = ledger.reader();
    private final FleetLoop loop;
    private final CompletableFuture<Void> end;

    Running(String protocol) {
      loop = new FleetLoop(consumer(protocol), reader);
      end = CompletableFuture.runAsync(loop::run, task -> new Thread(task, "fleet").start());
    }

    Set<String> reads() {
      return reader.open();
    }

    @Override
    public void close() {
      loop.close();
      end.join();
    }
  }

  /** One record a poll, so that what lies between is seen as well. */
  private KafkaConsumer<byte[], byte[]> consumer(String protocol) {
    Cluster user = new Cluster(cluster.bootstrapServers(), Map.of("group.protocol", protocol));
    Map<String, Object> promises = new HashMap<>();
    promises.put("group.id", "test");
    promises.put("enable.auto.commit", false);
    promises.put("auto.offset.reset", "none");
    promises.put("max.poll.records", 1);
    if (protocol.equals("classic")) {
      promises.put("heartbeat.interval.ms", 100); // by which the others hear of one that joins
    }
    return new KafkaConsumer<>(
        user.client(GroupDefaults.of(user), promises),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.backlog.Backlog;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No source gets too far ahead of the detectors: a file waits, a live one drops frames. */
@Timeout(120)
class BacklogIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final TopicPartition FRAMES = new TopicPartition(Topics.FRAMES.name(), 0);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path data;
  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Cluster cluster;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(data, 0);
    broker.start();
    cluster = Cluster.at(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.create(List.of(Topics.FRAMES.withPartitions(1)));
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aFileWaitsForTheDetectorsAndSaysSo() throws Exception {
    Source clip = new Source(TestVideo.face(folder).toString());
    IngestConfig config =
        IngestConfig.of(clip, "cam")
            .withLoop(true)
            .withBacklog(new Backlog("detectors", 20, Backlog.DEFAULT_DELAY));
    try (IngestStage stage = new IngestStage(config, cluster, meters);
        Admin admin = Admin.create(cluster.client(Map.of()))) {
      stage.start();
      awaitHeldBackAt(20, stage);
      assertThat(stage.health().detail()).contains("20 frames", "group 'detectors'");
      assertThat(stage.health().state()).isEqualTo(Health.State.READY);

      // Kafka deletes them, and no detector has read them: no reason to lose the next ones, too.
      admin.deleteRecords(Map.of(FRAMES, RecordsToDelete.beforeOffset(10))).all().get();
      commit(admin, 5);
      awaitHeldBackAt(25, stage);

      commit(admin, 25);
      awaitHeldBackAt(45, stage);
    }
    assertThat(FrameReader.numbers(cluster, "cam"))
        .startsWith(LongStream.range(10, 45).boxed().toArray(Long[]::new));
  }

  @Test
  void aLiveSourceDropsFramesWhileTheDetectorsAreBehind() throws Exception {
    Source clip = new Source(TestVideo.face(folder).toString());
    IngestConfig config =
        IngestConfig.of(clip, "cam")
            .withMode(Mode.LIVE)
            .withLoop(true)
            .withBacklog(new Backlog("detectors", 1, Duration.ofSeconds(1)));
    try (IngestStage stage = new IngestStage(config, cluster, meters);
        Admin admin = Admin.create(cluster.client(Map.of()))) {
      stage.start();
      await().atMost(PATIENCE).until(() -> published() > 0);
      commit(admin, 1);
      await().atMost(PATIENCE).until(() -> behind() >= 10);
      assertThat(stage.health().detail()).contains("group 'detectors'", "within 1 s");
      assertThat(stage.health().state()).isEqualTo(Health.State.READY);

      double before = published();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                commit(admin, Math.round(published()));
                return published() > before + 50;
              });
    }
    assertThat(meters.get("mien.ingest.read").counter().count()).isEqualTo(published() + dropped());
  }

  private double published() {
    return meters.get("mien.ingest.published").counter().count();
  }

  private double behind() {
    return meters.get("mien.ingest.dropped").tag("cause", "behind").counter().count();
  }

  private double dropped() {
    return meters.get("mien.ingest.dropped").counters().stream().mapToDouble(Counter::count).sum();
  }

  private static void commit(Admin admin, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets("detectors", Map.of(FRAMES, new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  private void awaitHeldBackAt(int frames, IngestStage stage) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(published()).isEqualTo(frames);
              assertThat(stage.health().detail()).startsWith("waits");
            });
  }
}

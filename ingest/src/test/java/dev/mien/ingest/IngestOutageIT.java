// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.backlog.Backlog;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens to frames while the broker is away. */
@Timeout(180)
class IngestOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path data;
  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Cluster cluster;

  @BeforeEach
  void start() {
    broker = new EmbeddedBroker(data, 0);
    broker.start();
    Map<String, String> impatient =
        Map.of("delivery.timeout.ms", "8000", "request.timeout.ms", "3000", "max.block.ms", "3000");
    cluster = new Cluster(broker.bootstrapServers(), impatient);
    try (TopicAdmin topics = new TopicAdmin(Cluster.at(broker.bootstrapServers()))) {
      topics.create(List.of(Topics.FRAMES));
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aLiveSourceDropsFramesAndGoesOnWhenTheBrokerIsBack() throws Exception {
    try (IngestStage stage = started(Mode.LIVE)) {
      await().atMost(PATIENCE).until(() -> published() > 10);
      broker.close();
      await().atMost(PATIENCE).until(() -> dropped("overflow") > 50 && dropped("undelivered") > 0);
      assertThat(meters.get("mien.ingest.pending").gauge().value())
          .as("frames in memory: a queue of 8, 8 in flight, 1 in hand")
          .isLessThanOrEqualTo(17);
      assertThat(stage.health().state()).isEqualTo(Health.State.STARTING);
      assertThat(stage.health().detail()).contains("Kafka does not take them");

      restartBroker();

      double before = published();
      await().atMost(PATIENCE).until(() -> published() > before + 50);
      assertThat(stage.health().state()).isEqualTo(Health.State.READY);
    }
    List<Long> numbers = FrameReader.numbers(Cluster.at(broker.bootstrapServers()), "cam");
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(meters.get("mien.ingest.read").counter().count())
        .isEqualTo(published() + allDropped());
  }

  @Test
  void aLiveSourceClosesSoonWithoutABroker() throws Exception {
    cluster = Cluster.at(broker.bootstrapServers()); // Kafka would wait for two minutes
    IngestStage stage = started(Mode.LIVE);
    await().atMost(PATIENCE).until(() -> published() > 10);
    broker.close();
    await().atMost(PATIENCE).until(() -> dropped("overflow") > 0);

    long start = System.nanoTime();
    stage.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    stage.awaitEnd();
    assertThat(stage.health().state()).isEqualTo(Health.State.ENDED);
  }

  @Test
  void aFileFailsAndNamesTheFirstFrameThatIsNotThere() throws Exception {
    try (IngestStage stage = started(Mode.FILE)) {
      await().atMost(PATIENCE).until(() -> published() > 100);

      broker.close();

      assertThatThrownBy(stage::awaitEnd)
          .isInstanceOf(StageFailure.class)
          .hasMessageMatching("frame \\d+ of camera cam \\(\\d+ bytes, at \\d+ ms\\) is not .*");
      assertThat(stage.health().live()).isFalse();
    }
    assertThat(meters.get("mien.ingest.read").counter().count())
        .isEqualTo(published() + allDropped());
  }

  @Test
  void aFileWaitsForABrokerThatComesBackInTime() throws Exception {
    cluster = Cluster.at(broker.bootstrapServers());
    try (IngestStage stage = started(Mode.FILE)) {
      await().atMost(PATIENCE).until(() -> published() > 100);
      broker.close();

      restartBroker();

      double before = published();
      await().atMost(PATIENCE).until(() -> published() > before + 300);
      assertThat(stage.health().state()).isEqualTo(Health.State.READY);
    }
    assertThat(FrameReader.numbers(cluster, "cam"))
        .containsExactlyElementsOf(LongStream.range(0, (long) published()).boxed().toList());
  }

  private IngestStage started(Mode mode) throws IOException {
    Source clip = new Source(TestVideo.face(folder).toString());
    IngestConfig config =
        IngestConfig.of(clip, "cam")
            .withMode(mode)
            .withLoop(true)
            .withBacklog(
                new Backlog(Backlog.DEFAULT_GROUP, Integer.MAX_VALUE, Backlog.DEFAULT_DELAY));
    IngestStage stage = new IngestStage(config, cluster, meters);
    stage.start();
    return stage;
  }

  private void restartBroker() {
    String address = broker.bootstrapServers();
    broker =
        new EmbeddedBroker(data, Integer.parseInt(address.substring(address.indexOf(':') + 1)));
    broker.start();
    assertThat(broker.bootstrapServers()).isEqualTo(address);
  }

  private double published() {
    return meters.get("mien.ingest.published").counter().count();
  }

  private double dropped(String cause) {
    return meters.get("mien.ingest.dropped").tag("cause", cause).counter().count();
  }

  private double allDropped() {
    return meters.get("mien.ingest.dropped").counters().stream().mapToDouble(Counter::count).sum();
  }
}

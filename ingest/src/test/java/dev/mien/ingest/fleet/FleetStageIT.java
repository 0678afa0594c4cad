// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mien.events.Camera;
import dev.mien.events.Frame;
import dev.mien.events.Topics;
import dev.mien.ingest.FrameReader;
import dev.mien.ingest.TestVideo;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The cameras of a cluster come, change and go while a process reads them. */
@Timeout(180)
class FleetStageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private EmbeddedBroker broker;
  private Cluster cluster;
  private CameraTopic cameras;
  private String clip;

  @BeforeEach
  void start() throws IOException {
    clip = TestVideo.face(folder).toString();
    broker = new EmbeddedBroker(folder.resolve("data"), 0);
    broker.start();
    cluster = Cluster.at(broker.bootstrapServers());
    cameras = new CameraTopic(cluster);
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.create(List.of(Topics.CAMERAS, Topics.FRAMES));
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void camerasComeChangeAndGoWhileItRuns() throws Exception {
    cameras.put(new Camera("door", clip, 0));
    try (FleetStage stage = stage(meters)) {
      stage.start();
      awaitThat(() -> widths("door").contains(400));
      cameras.put(new Camera("gate", clip, 5));
      awaitThat(() -> widths("gate").contains(400));

      cameras.put(
          new Camera("door", TestVideo.shades(folder.resolve("grey.mkv"), 50).toString(), 0));
      awaitThat(() -> widths("door").contains(64));
      cameras.put(new Camera("gate", clip, 5, 150, Map.of()));
      awaitThat(() -> widths("gate").contains(200));

      cameras.remove("gate");
      awaitThat(() -> read(meters).equals(Set.of("door")));
      awaitThat(() -> stage.health().equals(new Health(Health.State.READY, "reads 1 camera")));
      assertThat(cameras.cameras()).containsOnlyKeys("door");
    }
    assertThat(read(meters)).isEmpty();
  }

  @Test
  void whatCannotBeOpenedIsTriedUntilItIsThere() throws Exception {
    Path late = folder.resolve("late.mp4");
    cameras.put(new Camera("door", late.toString(), 0));
    cameras.put(new Camera("gate", clip, 0));
    try (FleetStage stage = stage(meters)) {
      stage.start();
      awaitThat(() -> widths("gate").contains(400));
      awaitThat(() -> stage.health().detail().startsWith("reads 1 of 2 cameras, but not door ("));
      assertThat(stage.health().ready()).isTrue();
      assertThat(read(meters)).as("for the alert that it is silent").contains("door");

      Files.copy(Path.of(clip), late);

      awaitThat(() -> widths("door").contains(400));
      awaitThat(() -> stage.health().detail().equals("reads 2 cameras"));
    }
  }

  @Test
  void aRecordThatIsNoCameraTakesTheOneBeforeAway() throws Exception {
    cameras.put(new Camera("door", clip, 0));
    send("door", "{\"camera\":\"door\"}");
    send("gate", "{\"camera\":\"door\",\"source\":\"x\",\"maxFps\":0}");
    cameras.put(new Camera("yard", clip, 0));
    try (FleetStage stage = stage(meters)) {
      stage.start();

      awaitThat(() -> widths("yard").contains(400));

      assertThat(read(meters)).containsExactly("yard");
      assertThat(cameras.cameras()).containsOnlyKeys("yard");
    }
  }

  @Test
  void camerasGoOnWhileKafkaIsAwayAndAreFollowedAfterwards() throws Exception {
    cameras.put(new Camera("door", clip, 0));
    try (FleetStage stage = stage(meters)) {
      stage.start();
      awaitThat(() -> widths("door").contains(400));
      int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));

      broker.close();
      awaitThat(() -> !stage.health().ready());
      assertThat(stage.health().live()).isTrue();
      broker = new EmbeddedBroker(folder.resolve("data"), port);
      broker.start();

      cameras.put(new Camera("gate", clip, 0));
      awaitThat(() -> widths("gate").contains(400));
      awaitThat(() -> stage.health().detail().equals("reads 2 cameras"));
      assertThat(FrameReader.records(cluster, "door"))
          .as("it was never begun anew")
          .map(FrameReader::frame)
          .extracting(Frame::number)
          .isSorted();
    }
  }

  @Test
  void aClusterWithoutTheTopicSaysHowToMakeIt() {
    try (EmbeddedBroker bare = new EmbeddedBroker(folder.resolve("bare"), 0)) {
      bare.start();
      Cluster other = Cluster.at(bare.bootstrapServers());
      try (FleetStage stage = new FleetStage(FleetConfig.defaults(), other, meters, Tracing.OFF)) {

        assertThatThrownBy(stage::start)
            .isInstanceOf(StageFailure.class)
            .hasMessageContainingAll("mien.cameras", "mien topics create");
      }
      assertThatThrownBy(() -> new CameraTopic(other).cameras())
          .hasMessageContainingAll("mien.cameras", "mien topics create");
    }
  }

  private FleetStage stage(MeterRegistry registry) {
    return new FleetStage(FleetConfig.defaults(), cluster, registry, Tracing.OFF);
  }

  /** Returns the cameras that the meters tell of. */
  private static Set<String> read(MeterRegistry registry) {
    return registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith("mien.ingest."))
        .map(meter -> Objects.requireNonNull(meter.getId().getTag("camera")))
        .collect(Collectors.toSet());
  }

  /** Returns the widths of the frames that a camera has published. */
  private Set<Integer> widths(String camera) {
    return FrameReader.records(cluster, camera).stream()
        .map(FrameReader::frame)
        .map(Frame::width)
        .collect(Collectors.toSet());
  }

  private void send(String key, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.client(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.CAMERAS.name(), key.getBytes(UTF_8), value.getBytes(UTF_8)))
          .get();
    }
  }

  private static void awaitThat(Callable<Boolean> condition) {
    await().atMost(PATIENCE).until(condition);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.mien.events.Frame;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestStageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  @TempDir Path folder;
  private EmbeddedBroker broker;
  private Cluster cluster;

  @BeforeAll
  void start(@TempDir Path data) {
    broker = new EmbeddedBroker(data, 0);
    broker.start();
    cluster = Cluster.at(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.create(List.of(Topics.FRAMES));
    }
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void publishesEveryFrameOfAFileOnceAndInOrder() throws Exception {
    long before = System.currentTimeMillis();

    run(config(TestVideo.face(folder), "whole"));

    List<ConsumerRecord<String, byte[]>> records = FrameReader.records(cluster, "whole");
    assertThat(records)
        .map(FrameReader::frame)
        .extracting(Frame::number)
        .containsExactlyElementsOf(LongStream.range(0, 50).boxed().toList());
    assertThat(records)
        .allSatisfy(
            record -> {
              Frame frame = FrameReader.frame(record);
              assertThat(frame.camera()).isEqualTo("whole");
              assertThat(frame.positionMicros()).isEqualTo(frame.number() * 40_000);
              assertThat(record.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
              assertThat(record.timestamp()).isBetween(before, System.currentTimeMillis());
              assertThat(TestVideo.decoded(new Jpeg(record.value())).getWidth())
                  .isEqualTo(frame.width());
            });
    assertThat(count("read", "whole")).isEqualTo(50);
    assertThat(count("published", "whole")).isEqualTo(50);
    assertThat(meters.get("mien.ingest.pending").tag("camera", "whole").gauge().value()).isZero();
    assertThat(count("jpeg", "whole"))
        .isEqualTo(records.stream().mapToInt(record -> record.value().length).sum());
  }

  @Test
  void publishesTheSameFramesThatTheSourceGives() throws Exception {
    IngestConfig config = config(TestVideo.face(folder), "same").withMaxFps(10);

    run(config);

    List<ConsumerRecord<String, byte[]>> records = FrameReader.records(cluster, "same");
    try (VideoSource source = new VideoSource(config)) {
      source.open();
      for (ConsumerRecord<String, byte[]> record : records) {
        assertThat(source.read())
            .isNotNull()
            .extracting(CapturedFrame::jpeg)
            .isEqualTo(new Jpeg(record.value()));
      }
      assertThat(source.read()).isNull();
    }
  }

  @Test
  void carriesFramesOf4kAtTheirNoisiest() throws Exception {
    run(config(TestVideo.noise(folder.resolve("4k.mkv"), 3840, 2160, 3), "large"));

    assertThat(FrameReader.records(cluster, "large"))
        .hasSize(3)
        .allSatisfy(
            record -> {
              assertThat(record.value()).hasSizeGreaterThan(5_000_000);
              assertThat(FrameReader.frame(record).width()).isEqualTo(3840);
            });
  }

  @Test
  void playsAFileInRealTimeWhenItIsToBeLive() throws Exception {
    IngestConfig live = config(TestVideo.face(folder), "live").withMode(Mode.LIVE);

    Duration took = run(live);

    assertThat(took).isBetween(Duration.ofMillis(1_950), Duration.ofSeconds(30));
    List<ConsumerRecord<String, byte[]>> records = FrameReader.records(cluster, "live");
    assertThat(records.size() + dropped("overflow", "live")).isEqualTo(50);
    Frame last = FrameReader.frame(records.get(records.size() - 1));
    Frame first = FrameReader.frame(records.get(0));
    assertThat(last.capturedMicros() - first.capturedMicros())
        .isGreaterThanOrEqualTo(last.positionMicros() - first.positionMicros() - 1_000);
  }

  @Test
  void sendsWhatAFileHasGivenWhenItIsClosed() throws Exception {
    IngestStage stage = stage(config(TestVideo.face(folder), "closed").withLoop(true), cluster);
    stage.start();
    await().atMost(PATIENCE).until(() -> count("published", "closed") > 60);

    stage.close();

    stage.awaitEnd();
    assertThat(stage.health().state()).isEqualTo(Health.State.ENDED);
    long published = (long) count("published", "closed");
    assertThat(count("read", "closed")).isEqualTo(published + dropped("closed", "closed"));
    assertThat(dropped("closed", "closed")).as("the frame in the reader's hand").isLessThan(2);
    assertThat(FrameReader.numbers(cluster, "closed"))
        .containsExactlyElementsOf(LongStream.range(0, published).boxed().toList());
  }

  @Test
  void namesTheTopicThatIsMissing(@TempDir Path data) throws IOException {
    try (EmbeddedBroker bare = new EmbeddedBroker(data, 0)) {
      bare.start();
      IngestStage stage =
          stage(config(TestVideo.face(folder), "nowhere"), Cluster.at(bare.bootstrapServers()));

      assertThatThrownBy(stage::start)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("mien.frames")
          .hasMessageContaining("mien topics create");
      assertThat(stage.health().live()).isFalse();
    }
  }

  @Test
  void doesNotStartWithoutItsSource() {
    IngestStage stage = stage(config(folder.resolve("none.mp4"), "none"), cluster);

    assertThatThrownBy(stage::start).isInstanceOf(StageFailure.class).hasMessageContaining("none");
    assertThat(stage.health().state()).isEqualTo(Health.State.FAILED);
  }

  @Test
  void mayBeClosedWithoutHavingStarted() throws Exception {
    IngestStage stage = stage(config(folder.resolve("none.mp4"), "idle"), cluster);

    stage.close();

    stage.awaitEnd();
    assertThat(stage.health().state()).isEqualTo(Health.State.ENDED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsWhenItIsClosedWhileItsSourceIsOpened(boolean opens) throws Exception {
    byte[] clip = Files.readAllBytes(TestVideo.face(Files.createTempDirectory(folder, "slow")));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.countDown();
          awaitQuietly(answer);
          exchange.sendResponseHeaders(opens ? 200 : 404, opens ? clip.length : -1);
          exchange.getResponseBody().write(opens ? clip : new byte[0]);
          exchange.close();
        });
    server.start();
    Source slow = new Source("http://127.0.0.1:" + server.getAddress().getPort() + "/face.mp4");
    IngestStage stage = stage(IngestConfig.of(slow, "slow-" + opens), cluster);
    CompletableFuture<Void> started = CompletableFuture.runAsync(stage::start);
    asked.await();

    stage.close();

    assertThat(stage.health().state()).as("opening").isEqualTo(Health.State.STARTING);
    answer.countDown();
    stage.awaitEnd();
    started.join();
    server.stop(0);
    assertThat(stage.health().state()).isEqualTo(Health.State.ENDED);
    assertThat(count("read", "slow-" + opens)).isZero();
    awaitNoThread("slow-" + opens);
  }

  @Test
  void opensALiveSourceAgainThatEndsAndEndsItselfWhenItIsClosed() throws Exception {
    byte[] clip = Files.readAllBytes(TestVideo.face(Files.createTempDirectory(folder, "again")));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, clip.length);
          exchange.getResponseBody().write(clip);
          exchange.close();
        });
    server.start();
    Source twoSeconds =
        new Source("http://127.0.0.1:" + server.getAddress().getPort() + "/face.mp4");
    try (IngestStage stage = stage(IngestConfig.of(twoSeconds, "again"), cluster)) {
      assertThat(count("reconnects", "again")).isZero();
      stage.start();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(stage.health().detail()).startsWith("reconnecting to http://127");
                assertThat(stage.health().ready()).isFalse();
                assertThat(stage.health().live()).isTrue();
              });
      await().atMost(PATIENCE).until(() -> count("read", "again") == 100);
      assertThat(count("reconnects", "again")).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    List<Long> numbers = FrameReader.numbers(cluster, "again");
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(numbers.size() - 1)).isGreaterThanOrEqualTo(50);
    awaitNoThread("-again");
  }

  private Duration run(IngestConfig config) throws InterruptedException {
    long start = System.nanoTime();
    try (IngestStage stage = stage(config, cluster)) {
      stage.start();
      stage.awaitEnd();
      assertThat(stage.health().state()).isEqualTo(Health.State.ENDED);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The last one says that the stage has ended just before it is gone. */
  private static void awaitNoThread(String name) {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().endsWith(name)));
  }

  private static void awaitQuietly(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private IngestStage stage(IngestConfig config, Cluster where) {
    return new IngestStage(config, where, meters);
  }

  private static IngestConfig config(Path file, String camera) {
    return IngestConfig.of(new Source(file.toString()), camera);
  }

  private double count(String name, String camera) {
    return meters.get("mien.ingest." + name).tag("camera", camera).counter().count();
  }

  private double dropped(String cause, String camera) {
    return meters
        .get("mien.ingest.dropped")
        .tags("camera", camera, "cause", cause)
        .counter()
        .count();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Live sources are not far ahead of the detectors: cameras in one partition, on a clock of ours.
 */
class LiveGateTest {

  private static final Duration DELAY = Duration.ofSeconds(4);
  private static final int FPS = 25;

  private final List<Camera> cameras = new ArrayList<>();

  /** When the frame of each offset was sent. */
  private final List<Long> log = new ArrayList<>();

  private long millis = TimeUnit.HOURS.toMillis(1);
  private double through;
  private boolean reading = true;
  private long longestWait;

  /** A source of frames behind a gate, and what becomes of them. */
  private final class Camera {

    final List<String> told = new ArrayList<>();
    final LiveGate gate =
        new LiveGate(
            new Backlog("detectors", 1, DELAY),
            new LateNews(),
            told::add,
            () -> TimeUnit.MILLISECONDS.toNanos(millis));
    final long period;
    int passed;
    int dropped;
    long longestGap;
    private long next = millis;
    private long last = millis;

    Camera(long period) {
      this.period = period;
      cameras.add(this);
    }

    void tick() {
      if (millis < next) {
        return;
      }
      next += period;
      if (gate.admits()) {
        gate.sent(taken(log.size()));
        log.add(millis);
        passed++;
        longestGap = Math.max(longestGap, millis - last);
        last = millis;
      } else {
        dropped++;
      }
    }

    void forget() {
      passed = 0;
      dropped = 0;
      longestGap = 0;
      longestWait = 0;
    }
  }

  /** As from Kafka: asked when somebody wants to know, and not more than five times a second. */
  private final class LateNews implements Progress {
    private @Nullable Commit known;
    private @Nullable Commit coming;

    @Override
    public @Nullable Commit of(TopicPartition partition) {
      long now = TimeUnit.MILLISECONDS.toNanos(millis);
      if (coming == null || now - coming.nanos() >= TimeUnit.MILLISECONDS.toNanos(200)) {
        known = coming;
        coming = new Commit((long) through, now);
      }
      return reading ? known : null;
    }

    @Override
    public void close() {}
  }

  @Test
  void isOpenWhileTheDetectorsFollowHoweverSeldomFramesCome() {
    for (long period : new long[] {1000 / FPS, 500, 1_500, 4_000, 10_000, 30_000}) {
      new Camera(period);
    }
    run(300, 80);

    assertThat(cameras).allSatisfy(camera -> assertThat(camera.dropped).isZero());
    assertThat(cameras).allSatisfy(camera -> assertThat(camera.told).isEmpty());
  }

  @Test
  void givesSlowDetectorsAnEvenShareOfFramesThatAreNotOld() {
    Camera camera = new Camera(1000 / FPS);
    run(20, 8);
    camera.forget();
    run(60, 8);

    assertThat(camera.passed).isBetween(8 * 58, 8 * 62);
    assertThat(camera.longestGap).isLessThan(500);
    assertThat(longestWait).isBetween(DELAY.toMillis() / 4, DELAY.toMillis() * 3 / 4);
  }

  @Test
  void camerasInOnePartitionShareTheDetectors() {
    new Camera(1000 / FPS);
    run(10, 20);
    new Camera(1000 / FPS);
    new Camera(1000 / FPS);
    run(60, 20);
    cameras.forEach(Camera::forget);
    run(120, 20);

    assertThat(cameras)
        .allSatisfy(
            camera -> {
              assertThat(camera.passed).isBetween(20 * 120 / 3 / 2, 20 * 120 / 3 * 2);
              assertThat(camera.longestGap).isLessThan(500);
            });
    assertThat(longestWait).isLessThan(DELAY.toMillis());
  }

  @Test
  void sendsAFrameNowAndThenToDetectorsThatStandStillAndSaysSoOnce() {
    Camera camera = new Camera(1000 / FPS);
    run(20, 80);
    camera.forget();
    run(60, 0);
    assertThat(camera.passed).isBetween(FPS * 2, FPS * 4);
    assertThat(camera.longestGap).isBetween(DELAY.toMillis(), DELAY.toMillis() + 1000 / FPS);
    assertThat(camera.told)
        .singleElement()
        .isEqualTo(
            "drops frames: the detectors (group 'detectors') are too slow to get to them within"
                + " 4 s; are they running, and are they enough?");

    camera.forget();
    run(60, 80);
    assertThat(camera.dropped).as("until they have caught up").isLessThan(2 * FPS);
    assertThat(camera.told).hasSize(2).last().isEqualTo("");
  }

  @Test
  void isPatientWithDetectorsThatBegin() {
    Camera camera = new Camera(1000 / FPS);
    run(1, 0);
    run(60, 80);

    assertThat(camera.dropped).isZero();
  }

  @Test
  void holdsNothingBackForDetectorsThatHaveNeverReadOrCannotBeSeen() {
    reading = false;
    Camera camera = new Camera(1000 / FPS);
    run(60, 0);

    assertThat(camera.dropped).isZero();
  }

  @Test
  void beginsAnewWithATopicThatWasMadeAnew() {
    Camera camera = new Camera(1000 / FPS);
    run(60, 80);
    run(3, 0);
    log.clear();
    through = 0;
    run(DELAY.toSeconds() + 1, 80);
    camera.forget();
    run(60, 80);

    assertThat(camera.dropped).isZero();
  }

  @Test
  void doesNotWaitForFramesThatKafkaDidNotTake() {
    Camera camera = new Camera(1000 / FPS);
    run(10, 80);
    camera.gate.sent(CompletableFuture.failedFuture(new IllegalStateException("no broker")));
    camera.forget();
    run(60, 80);

    assertThat(camera.dropped).isZero();
  }

  /** Lets time pass, with detectors that get through so many frames in a second. */
  private void run(long seconds, double fps) {
    long end = millis + TimeUnit.SECONDS.toMillis(seconds);
    for (; millis < end; millis++) {
      double before = through;
      through = Math.min(log.size(), through + fps / 1000);
      for (int offset = (int) before; offset < (int) through; offset++) {
        longestWait = Math.max(longestWait, millis - log.get(offset));
      }
      cameras.forEach(Camera::tick);
    }
  }

  private static CompletableFuture<RecordMetadata> taken(long offset) {
    TopicPartition frames = new TopicPartition(Topics.FRAMES.name(), 0);
    return CompletableFuture.completedFuture(new RecordMetadata(frames, offset, 0, 0, 0, 0));
  }
}

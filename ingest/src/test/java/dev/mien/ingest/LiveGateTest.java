// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A live source gets no further ahead of the detectors than it may, on a clock of its own. */
class LiveGateTest {

  private static final Duration DELAY = Duration.ofSeconds(2);

  /** Between two frames. */
  private static final Duration FRAME = Duration.ofMillis(40);

  private Duration now = Duration.ofHours(1);
  private int through;
  private Duration oldest = Duration.ZERO;
  private final List<Duration> sent = new ArrayList<>();
  private final List<Duration> dropped = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final LiveGate gate =
      new LiveGate(
          new Backlog("detectors", 1, DELAY), new Detectors(), told::add, () -> now.toNanos());

  /** They have committed all frames before {@code through}. */
  private final class Detectors implements Progress {
    @Override
    public boolean areThrough(RecordMetadata frame) {
      return frame.offset() < through;
    }

    @Override
    public void close() {}
  }

  @Test
  void isOpenWhileTheDetectorsFollow() {
    run(Duration.ofMinutes(1), FRAME);

    assertThat(dropped).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void givesSlowDetectorsAnEvenShareOfFramesThatAreNotOld() {
    run(Duration.ofSeconds(20), FRAME.multipliedBy(3));
    dropped.clear();
    oldest = Duration.ZERO;

    int passed = run(Duration.ofMinutes(1), FRAME.multipliedBy(3));

    assertThat(passed).as("a third of the frames").isBetween(490, 510);
    assertThat(longestRun(dropped)).as("frames dropped in a row").isLessThanOrEqualTo(5);
    assertThat(oldest)
        .isBetween(DELAY.multipliedBy(9).dividedBy(10), DELAY.multipliedBy(11).dividedBy(10));
  }

  @Test
  void sendsNothingToDetectorsThatStandStillAndSaysSoOnce() {
    run(Duration.ofSeconds(20), FRAME);
    int passed = run(Duration.ofMinutes(1), Duration.ofDays(1));
    assertThat(passed).isBetween(framesOf(DELAY) / 2, framesOf(DELAY) + 2);
    assertThat(told)
        .singleElement()
        .isEqualTo(
            "drops frames: the detectors (group 'detectors') would take more than 2 s to get to"
                + " them; are they running, and are they enough?");

    dropped.clear();
    run(Duration.ofMinutes(1), FRAME.dividedBy(3));
    assertThat(dropped.size()).as("until they have caught up").isLessThan(framesOf(DELAY));
    assertThat(told).hasSize(2).last().isEqualTo("");
  }

  @Test
  void isPatientWithDetectorsThatBegin() {
    run(DELAY.dividedBy(2), Duration.ofDays(1));
    run(Duration.ofMinutes(1), FRAME.dividedBy(3));

    assertThat(dropped).isEmpty();
  }

  @Test
  void doesNotWaitForFramesThatKafkaDidNotTake() {
    gate.sent(CompletableFuture.failedFuture(new IllegalStateException("no broker")));
    gate.sent(taken(0));
    through = 1;
    pass(DELAY.multipliedBy(2));

    assertThat(gate.admits()).isTrue();
  }

  @Test
  void countsFramesOnTheirWayToKafka() {
    CompletableFuture<RecordMetadata> slow = new CompletableFuture<>();
    gate.sent(slow);
    pass(DELAY.multipliedBy(2));
    assertThat(gate.admits()).isFalse();

    through = 1;
    slow.complete(taken(0).join());
    assertThat(gate.admits()).isTrue();
  }

  @Test
  void forgetsFramesThatKafkaHasDeleted() {
    gate.sent(taken(0));
    pass(Topics.FRAMES.retention());
    assertThat(gate.admits()).isFalse();

    pass(Duration.ofMillis(1));
    assertThat(gate.admits()).isTrue();
  }

  /** Returns how many frames pass in that time, if the detectors take so long for each. */
  private int run(Duration time, Duration perFrame) {
    Duration end = now.plus(time);
    Duration free = now.plus(perFrame);
    int before = sent.size();
    for (; now.compareTo(end) < 0; pass(FRAME)) {
      for (; free.compareTo(now) <= 0 && through < sent.size(); free = free.plus(perFrame)) {
        oldest = max(oldest, now.minus(sent.get(through)));
        through++;
      }
      free = max(free, now);
      frame();
    }
    return sent.size() - before;
  }

  private void frame() {
    if (gate.admits()) {
      gate.sent(taken(sent.size()));
      sent.add(now);
    } else {
      dropped.add(now);
    }
  }

  private static int longestRun(List<Duration> times) {
    int longest = 0;
    int run = 0;
    for (int i = 1; i < times.size(); i++) {
      run = times.get(i).minus(times.get(i - 1)).equals(FRAME) ? run + 1 : 0;
      longest = Math.max(longest, run + 1);
    }
    return longest;
  }

  private static int framesOf(Duration time) {
    return (int) (time.toMillis() / FRAME.toMillis());
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private static CompletableFuture<RecordMetadata> taken(long offset) {
    TopicPartition frames = new TopicPartition(Topics.FRAMES.name(), 0);
    return CompletableFuture.completedFuture(new RecordMetadata(frames, offset, 0, 0, 0, 0));
  }
}

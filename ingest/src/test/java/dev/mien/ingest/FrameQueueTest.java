// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.ingest.IngestConfig.Mode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FrameQueueTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  @Test
  void aLiveFrameTakesThePlaceOfTheOldest() throws InterruptedException {
    FrameQueue queue = queue(Mode.LIVE, 2);

    add(queue, 0, 1, 2, 3);
    queue.end();

    assertThat(numbers(queue)).containsExactly(2L, 3L);
    assertThat(dropped("overflow")).isEqualTo(2);
  }

  @Test
  void aFileFrameWaitsForRoom() throws InterruptedException {
    FrameQueue queue = queue(Mode.FILE, 2);
    CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> add(queue, 0, 1, 2, 3, 4));
    await().atMost(PATIENCE).until(() -> meters.get("mien.ingest.read").counter().count() == 3);

    List<Long> taken = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      taken.add(number(queue));
    }

    assertThat(taken).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(reader).isNotCompletedExceptionally();
    assertThat(dropped("overflow")).isZero();
  }

  @Test
  void endingSetsAWaitingReaderFree() {
    FrameQueue queue = queue(Mode.FILE, 1);
    add(queue, 0);
    CompletableFuture<Boolean> second =
        CompletableFuture.supplyAsync(() -> queue.add(FrameList.frame(1, 1)));
    await().atMost(PATIENCE).until(() -> meters.get("mien.ingest.read").counter().count() == 2);

    queue.end();

    assertThat(second.join()).isFalse();
    assertThat(dropped("closed")).isEqualTo(1);
  }

  @Test
  void interruptingSetsAWaitingReaderFree() {
    FrameQueue queue = queue(Mode.FILE, 1);
    add(queue, 0);
    Thread.currentThread().interrupt();

    boolean added = queue.add(FrameList.frame(1, 1));

    assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
    assertThat(added).isFalse();
    assertThat(dropped("closed")).isEqualTo(1);
  }

  @Test
  void whatWaitsCanStillBeTakenAfterTheEnd() throws InterruptedException {
    FrameQueue queue = queue(Mode.FILE, 4);
    add(queue, 0, 1);

    queue.end();

    assertThat(numbers(queue)).containsExactly(0L, 1L);
  }

  @Test
  void discardingCountsWhatWaits() throws InterruptedException {
    FrameQueue queue = queue(Mode.LIVE, 4);
    add(queue, 0, 1, 2);

    queue.discard();

    assertThat(numbers(queue)).isEmpty();
    assertThat(dropped("closed")).isEqualTo(3);
    assertThat(meters.get("mien.ingest.queue.depth").gauge().value()).isZero();
  }

  private FrameQueue queue(Mode mode, int capacity) {
    return new FrameQueue(mode, capacity, new IngestMetrics(meters, "list"));
  }

  private static void add(FrameQueue queue, long... numbers) {
    for (long number : numbers) {
      queue.add(FrameList.frame(number, number));
    }
  }

  private static List<Long> numbers(FrameQueue queue) throws InterruptedException {
    List<Long> numbers = new ArrayList<>();
    for (CapturedFrame frame = queue.take(); frame != null; frame = queue.take()) {
      numbers.add(frame.frame().number());
    }
    return numbers;
  }

  private static long number(FrameQueue queue) throws InterruptedException {
    return Objects.requireNonNull(queue.take()).frame().number();
  }

  private double dropped(String cause) {
    return meters.get("mien.ingest.dropped").tag("cause", cause).counter().count();
  }
}

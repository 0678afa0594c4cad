// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.Health.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class StageLifeTest {

  private final StageLife life = new StageLife("detector");
  private final CountDownLatch stopped = new CountDownLatch(1);

  @Test
  void endsWhenItsWorkDoes() throws Exception {
    life.begin(() -> life.work("work", () -> {}, stopped::countDown));

    life.awaitEnd();

    assertThat(life.health()).isEqualTo(new Health(State.ENDED, "closed"));
    assertThat(life.isOver()).isTrue();
  }

  @Test
  void closingStopsTheWorkAndWaitsForIt() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean waited = new AtomicBoolean();
    Thread closing =
        new Thread(
            () -> {
              life.close();
              waited.set(done.get());
            });
    Runnable work =
        () -> {
          untilStopped();
          untilWaitsOrEnds(closing);
          done.set(true);
        };
    life.begin(() -> life.work("work", work, stopped::countDown));

    closing.start();
    closing.join();

    assertThat(waited).isTrue();
    assertThat(life.health().state()).isEqualTo(State.ENDED);
  }

  @Test
  void stopsOnce() {
    AtomicInteger stops = new AtomicInteger();
    life.begin(
        () ->
            life.work(
                "work",
                this::untilStopped,
                () -> {
                  stops.incrementAndGet();
                  stopped.countDown();
                }));

    life.close();
    life.close();

    assertThat(stops).hasValue(1);
  }

  @Test
  void failureIsToldToWhoBeginsAndToWhoWaits() {
    assertThatThrownBy(() -> life.begin(this::fails))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("the detector failed")
        .hasMessageContaining("no memory");
    assertThatThrownBy(life::awaitEnd).hasMessageContaining("no memory");
    assertThat(life.health().state()).isEqualTo(State.FAILED);
  }

  @Test
  void whatHasFailedStaysSo() {
    life.begin(() -> life.work("work", this::fails, stopped::countDown));
    assertThatThrownBy(life::awaitEnd).hasMessageContaining("no memory");

    life.become(State.READY, "works");
    life.close();

    assertThat(life.health().state()).isEqualTo(State.FAILED);
  }

  @Test
  void doesNotBeginOnceItIsClosed() {
    AtomicBoolean begun = new AtomicBoolean();
    life.close();

    life.begin(() -> begun.set(true));

    assertThat(begun).isFalse();
    assertThat(life.health()).isEqualTo(new Health(State.ENDED, "closed"));
  }

  @Test
  void whatFailsWhileItIsClosedIsNoFailure() throws Exception {
    CompletableFuture<Void> beginning = closedWhile(this::fails);

    beginning.get();
    life.awaitEnd();
    assertThat(life.health().state()).isEqualTo(State.ENDED);
  }

  @Test
  void workThatBeginsWhileItIsClosedIsStopped() throws Exception {
    CompletableFuture<Void> beginning =
        closedWhile(() -> life.work("work", this::untilStopped, stopped::countDown));

    beginning.get();
    life.awaitEnd();
    assertThat(stopped.getCount()).isZero();
  }

  /** Closes while it begins, and lets it go on then. */
  private CompletableFuture<Void> closedWhile(Runnable beginning) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> begins =
        CompletableFuture.runAsync(
            () ->
                life.begin(
                    () -> {
                      begun.countDown();
                      untilClosed();
                      beginning.run();
                    }));
    begun.await();
    assertThat(CompletableFuture.runAsync(life::close)).succeedsWithin(Duration.ofSeconds(20));
    return begins;
  }

  private void fails() {
    throw new IllegalStateException("no memory");
  }

  private void untilClosed() {
    while (!life.isClosed()) {
      Thread.onSpinWait();
    }
  }

  private static void untilWaitsOrEnds(Thread thread) {
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TERMINATED) {
      Thread.onSpinWait();
    }
  }

  private void untilStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

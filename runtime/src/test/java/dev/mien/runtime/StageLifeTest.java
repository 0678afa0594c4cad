// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.Health.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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
  void closingStopsTheWorkAndWaitsForIt() {
    life.begin(() -> life.work("work", this::untilStopped, stopped::countDown));
    life.become(State.READY, "works");

    life.close();

    assertThat(life.health().state()).isEqualTo(State.ENDED);
    assertThat(life.isOver()).isTrue();
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
    life.close();

    life.begin(this::fails);

    assertThat(life.health()).isEqualTo(new Health(State.ENDED, "closed"));
  }

  @Test
  void whatFailsWhileItIsClosedIsNoFailure() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Void> beginning =
        CompletableFuture.runAsync(
            () ->
                life.begin(
                    () -> {
                      begun.countDown();
                      untilClosed();
                      fails();
                    }));
    begun.await();

    life.close();

    beginning.get();
    life.awaitEnd();
    assertThat(life.health().state()).isEqualTo(State.ENDED);
  }

  private void fails() {
    throw new IllegalStateException("no memory");
  }

  private void untilClosed() {
    while (!life.isClosed()) {
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

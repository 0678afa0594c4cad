// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InOrderTest {

  @Test
  void resultsComeInTheOrderOfTheNumbersHoweverLongATaskTakes() throws IOException {
    List<Integer> results = new ArrayList<>();
    CountDownLatch secondDone = new CountDownLatch(1);
    try (InOrder workers = new InOrder(2)) {
      workers.forEach(
          100,
          i -> {
            if (i == 0) {
              await(secondDone);
            } else {
              secondDone.countDown();
            }
            return 2 * i;
          },
          (i, result) -> {
            assertThat(result).isEqualTo(2 * i);
            results.add(i);
          });
    }

    assertThat(results).isEqualTo(IntStream.range(0, 100).boxed().toList());
  }

  @Test
  void whatATaskThrowsComesOutAsItIsWithTheResultsBeforeIt() {
    List<Integer> results = new ArrayList<>();
    try (InOrder workers = new InOrder(3)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      50,
                      i -> {
                        if (i == 20) {
                          throw new IllegalArgumentException("number 20");
                        }
                        return i;
                      },
                      (i, result) -> results.add(i)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("number 20");
    }

    assertThat(results).hasSize(20);
  }

  @Test
  void noTaskIsRunningOnceAnErrorIsOut() {
    AtomicInteger running = new AtomicInteger();
    CountDownLatch othersRun = new CountDownLatch(1);
    try (InOrder workers = new InOrder(3)) {
      assertThatThrownBy(
              () ->
                  workers.forEach(
                      10,
                      i -> {
                        if (i == 0) {
                          await(othersRun);
                          throw new IllegalArgumentException("number 0");
                        }
                        running.incrementAndGet();
                        othersRun.countDown();
                        LockSupport.parkNanos(50_000_000); // who does not wait comes out first
                        return running.decrementAndGet();
                      },
                      (i, result) -> {}))
          .hasMessage("number 0");

      assertThat(running).hasValue(0);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PollLoopTest {

  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final PollLoop loop = new PollLoop("detector", consumer);
  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final List<String> troubles = new ArrayList<>();

  @Test
  void waitsForWhatMayPassAndGoesOn() {
    turns.add(this::timesOut);
    turns.add(loop::answers);

    run();

    assertThat(troubles).hasSize(2);
    assertThat(troubles.get(0)).isEmpty();
    assertThat(troubles.get(1)).contains("no answer");
    assertThat(loop.trouble()).isEmpty();
  }

  @Test
  void endsWithWhatNoRepetitionHelps() {
    AuthorizationException refused = new AuthorizationException("no right to read");
    turns.add(
        () -> {
          throw refused;
        });

    assertThatThrownBy(this::run).isSameAs(refused);
  }

  @Test
  void tellsThatNoBrokerIsThereWhenNothingComes() {
    turns.add(() -> loop.polled(ConsumerRecords.empty()));

    run();

    assertThat(loop.trouble()).isEqualTo("no connection to a broker");
  }

  @Test
  void doesNotTurnOnceItIsClosed() {
    turns.add(this::timesOut);
    loop.close();

    run();

    assertThat(turns).hasSize(1);
  }

  private void run() {
    loop.run(
        () -> {
          troubles.add(loop.trouble());
          if (turns.size() == 1) {
            loop.close();
          }
          turns.remove().run();
        });
  }

  private void timesOut() {
    throw new TimeoutException("no answer");
  }
}

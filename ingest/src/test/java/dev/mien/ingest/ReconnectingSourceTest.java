// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Frame;
import dev.mien.ingest.ReconnectingSource.Pause;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconnectingSourceTest {

  private final List<Long> pauses = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private int open;

  @Test
  void goesOnCountingWhenTheSourceBreaksOffTwice() {
    List<Frame> frames = read(5, frames(1_000, 2_000), frames(9_000), frames(20_000, 20_500));

    assertThat(frames).extracting(Frame::number).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(frames)
        .extracting(Frame::positionMicros)
        .containsExactly(0L, 1_000L, 8_000L, 19_000L, 19_500L);
    assertThat(frames)
        .extracting(Frame::capturedMicros)
        .containsExactly(1_000L, 2_000L, 9_000L, 20_000L, 20_500L);
    assertThat(pauses).as("a frame came in between").containsExactly(1_000L, 1_000L);
    assertThat(told).containsExactly("cable", "again", "back", "cable", "again", "back");
    assertThat(open).as("each is closed").isZero();
  }

  @Test
  void waitsTwiceAsLongEachTimeUpToHalfAMinute() {
    Connection none = frames();
    List<Frame> frames =
        read(2, frames(0), none, refused(), none, refused(), none, refused(), frames(1));

    assertThat(pauses).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
    assertThat(told).contains("refused").endsWith("again", "back").containsOnlyOnce("back");
    assertThat(frames).extracting(Frame::number).containsExactly(0L, 1L);
    assertThat(open).isZero();
  }

  @Test
  void numbersFromZeroWhenTheFirstConnectionHasNoFrames() {
    List<Frame> frames = read(1, frames(), frames(7));

    assertThat(frames).extracting(Frame::number).containsExactly(0L);
    assertThat(frames).extracting(Frame::positionMicros).containsExactly(0L);
  }

  @Test
  void failsWhenTheFirstOpeningDoes() {
    assertThatThrownBy(() -> read(1, refused())).isInstanceOf(StageFailure.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void endsWhenItIsInterruptedWhileItWaits() {
    try (ReconnectingSource source = source(Thread::sleep, frames())) {
      source.open();
      Thread.currentThread().interrupt();

      assertThat(source.read()).isNull();
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private List<Frame> read(int count, Connection... connections) {
    try (ReconnectingSource source = source(pauses::add, connections)) {
      source.open();
      return Stream.generate(source::read)
          .limit(count)
          .map(Objects::requireNonNull)
          .map(CapturedFrame::frame)
          .toList();
    }
  }

  private ReconnectingSource source(Pause pause, Connection... connections) {
    Iterator<Connection> next = List.of(connections).iterator();
    return new ReconnectingSource(next::next, new Told(), pause);
  }

  private Connection frames(long... capturedMicros) {
    return new Connection(false, capturedMicros);
  }

  private Connection refused() {
    return new Connection(true);
  }

  private final class Told implements ReconnectingSource.Listener {

    @Override
    public void lost(String reason, Duration pause) {
      told.add(reason);
    }

    @Override
    public void reconnecting() {
      told.add("again");
    }

    @Override
    public void back() {
      told.add("back");
    }
  }

  /** A camera that gives frames, each captured when it says, and then breaks off. */
  private final class Connection implements FrameSource {

    private final boolean refuses;
    private final long[] capturedMicros;
    private int number;
    private boolean opened;

    Connection(boolean refuses, long... capturedMicros) {
      this.refuses = refuses;
      this.capturedMicros = capturedMicros;
    }

    @Override
    public void open() {
      if (refuses) {
        throw new StageFailure("refused");
      }
      opened = true;
      open++;
    }

    @Override
    public @Nullable CapturedFrame read() {
      if (number == capturedMicros.length) {
        throw new StageFailure("broke off; start again", new IOException("cable"));
      }
      long captured = capturedMicros[number];
      return FrameList.frame(number++, captured - capturedMicros[0]).capturedAt(captured);
    }

    @Override
    public OptionalLong frames() {
      return OptionalLong.empty();
    }

    @Override
    public OptionalDouble frameRate() {
      return OptionalDouble.empty();
    }

    @Override
    public void close() {
      if (opened) {
        opened = false;
        open--;
      }
    }
  }
}

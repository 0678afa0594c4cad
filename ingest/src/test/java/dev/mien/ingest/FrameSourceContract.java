// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.mien.events.Frame;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every source promises, whatever is behind it. */
abstract class FrameSourceContract {

  /** Returns a source, not yet opened, of at least 60 frames. */
  abstract FrameSource source() throws IOException;

  @Test
  void numbersFramesFromZeroWithoutGaps() throws IOException {
    List<Frame> frames = read(60);

    for (int i = 0; i < frames.size(); i++) {
      assertThat(frames.get(i).number()).isEqualTo(i);
    }
  }

  @Test
  void startsAtZeroAndGoesOnlyForward() throws IOException {
    List<Frame> frames = read(60);

    assertThat(frames.get(0).positionMicros()).isZero();
    for (int i = 1; i < frames.size(); i++) {
      assertThat(frames.get(i).positionMicros()).isGreaterThan(frames.get(i - 1).positionMicros());
    }
  }

  @Test
  void saysWhenAFrameWasRead() throws IOException {
    long before = System.currentTimeMillis() * 1000;

    List<Frame> frames = read(2);

    long after = (System.currentTimeMillis() + 1) * 1000;
    assertThat(frames).allMatch(frame -> frame.capturedMicros() >= before);
    assertThat(frames).allMatch(frame -> frame.capturedMicros() <= after);
  }

  @Test
  void mayBeClosedAtAnyTime() throws IOException {
    FrameSource source = source();
    source.close();
    source.open();
    source.read();

    source.close();

    assertThatCode(source::close).doesNotThrowAnyException();
  }

  private List<Frame> read(int count) throws IOException {
    try (FrameSource source = source()) {
      source.open();
      return Stream.generate(source::read)
          .limit(count)
          .map(Objects::requireNonNull)
          .map(CapturedFrame::frame)
          .toList();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Frame;
import dev.mien.runtime.StageFailure;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoopedSourceTest {

  @Test
  void goesOnCountingWhenTheSourceStartsOver() {
    List<Frame> frames = read(7, 0, 40_000, 90_000);

    assertThat(frames).extracting(Frame::number).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(frames)
        .extracting(Frame::positionMicros)
        .containsExactly(0L, 40_000L, 90_000L, 140_000L, 180_000L, 230_000L, 280_000L);
  }

  @Test
  void repeatsASinglePicture() {
    assertThat(read(3, 0)).extracting(Frame::positionMicros).containsExactly(0L, 40_000L, 80_000L);
  }

  @Test
  void refusesToRepeatNothing() {
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("nothing to repeat");
  }

  private static List<Frame> read(int count, long... positions) {
    try (LoopedSource looped = new LoopedSource(() -> FrameList.at(positions))) {
      looped.open();
      return Stream.generate(looped::read)
          .limit(count)
          .map(Objects::requireNonNull)
          .map(CapturedFrame::frame)
          .toList();
    }
  }
}

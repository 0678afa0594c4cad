// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedSourceTest {

  @Test
  void handsFramesOverAtTheirPresentationTimes() {
    List<Frame> frames = read(FrameList.at(500_000, 540_000, 700_000));

    long start = frames.get(0).capturedMicros();
    assertThat(frames.get(1).capturedMicros() - start).isBetween(39_000L, 5_000_000L);
    assertThat(frames.get(2).capturedMicros() - start).isBetween(199_000L, 5_000_000L);
  }

  @Test
  void doesNotWaitForTheFirstFrame() {
    long hour = Duration.ofHours(1).toNanos() / 1000;

    assertThat(read(FrameList.at(hour))).hasSize(1);
  }

  @Test
  void endsWhenItsThreadIsInterrupted() {
    long hour = Duration.ofHours(1).toNanos() / 1000;
    Thread.currentThread().interrupt();

    List<Frame> frames = read(FrameList.at(0, hour));

    assertThat(frames).as("frames that did not have to wait").hasSize(1);
    assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
  }

  @Test
  void leavesACameraItsOwnTime() {
    long hour = Duration.ofHours(1).toNanos() / 1000;
    Thread.currentThread().interrupt(); // so that it would end where it waits

    try (PacedSource video = PacedSource.ofLive(FrameList.at(0, hour));
        PacedSource camera = PacedSource.ofLive(FrameList.at(0, hour).endless())) {
      assertThat(numbers(video)).containsExactly(0L);
      assertThat(numbers(camera)).containsExactly(0L, 1L);
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  private static List<Long> numbers(FrameSource source) {
    List<Long> numbers = new ArrayList<>();
    source.open();
    for (CapturedFrame frame = source.read(); frame != null; frame = source.read()) {
      numbers.add(frame.frame().number());
    }
    return numbers;
  }

  private static List<Frame> read(FrameSource source) {
    List<Frame> frames = new ArrayList<>();
    try (PacedSource paced = PacedSource.ofFile(source)) {
      paced.open();
      for (CapturedFrame frame = paced.read(); frame != null; frame = paced.read()) {
        frames.add(frame.frame());
      }
    }
    return frames;
  }
}

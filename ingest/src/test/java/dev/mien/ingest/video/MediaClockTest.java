// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import static dev.mien.ingest.video.MediaClock.NO_TIMESTAMP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MediaClockTest {

  @Test
  void startsAtZeroWhateverTheSourceStartsAt() {
    assertThat(positions(25, 1_480_000, 1_520_000, 1_600_000)).containsExactly(0, 40_000, 120_000);
  }

  @Test
  void countsFramesWithoutTimestamps() {
    assertThat(positions(50, NO_TIMESTAMP, NO_TIMESTAMP, NO_TIMESTAMP))
        .containsExactly(0, 20_000, 40_000);
  }

  @Test
  void assumes25FramesPerSecondIfTheSourceDoesNotSay() {
    assertThat(positions(0, NO_TIMESTAMP, NO_TIMESTAMP)).containsExactly(0, 40_000);
  }

  @Test
  void bridgesAMissingTimestamp() {
    assertThat(positions(25, 0, NO_TIMESTAMP, 80_000)).containsExactly(0, 40_000, 80_000);
  }

  @Test
  void joinsTimestampsThatBeginLate() {
    assertThat(positions(25, NO_TIMESTAMP, 7_000_000, 7_040_000))
        .containsExactly(0, 40_000, 80_000);
  }

  @Test
  void goesOnWhenTimestampsJumpBackOrStandStill() {
    assertThat(positions(25, 0, 40_000, 40_000, 10_000, 160_000))
        .containsExactly(0, 40_000, 80_000, 120_000, 160_000);
  }

  @Test
  void keepsTheSourcesTimeAfterARestart() {
    assertThat(positions(25, 9_000_000, 11_000_000, 0, 33_000, 99_000))
        .containsExactly(0, 2_000_000, 2_040_000, 2_073_000, 2_139_000);
  }

  @Test
  void bearsTimestampsCountedFromTheEpoch() {
    long now = 1_800_000_000_000_000L;

    assertThat(positions(30, now, now + 33_333)).containsExactly(0, 33_333);
  }

  @Test
  void goesOnWhereTimestampsLeapInAFormatInWhichTheyMay() {
    long[] joined = {0, 40_000, 10_800_000_000L, 10_800_040_000L, 10_803_040_000L};

    MediaClock clock = new MediaClock(25, true);
    assertThat(positions(clock, joined)).containsExactly(0, 40_000, 80_000, 120_000, 3_120_000);
    assertThat(clock.bridgedMicros()).isEqualTo(10_803_040_000L - 3_120_000);
    assertThat(positions(25, joined)).as("else it was a long pause").containsExactly(joined);
  }

  private static long[] positions(double rate, long... timestamps) {
    return positions(new MediaClock(rate, false), timestamps);
  }

  private static long[] positions(MediaClock clock, long... timestamps) {
    return LongStream.of(timestamps).map(clock::position).toArray();
  }
}

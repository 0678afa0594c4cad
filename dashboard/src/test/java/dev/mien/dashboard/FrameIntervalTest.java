// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameIntervalTest {

  private static final long NOW = 1_700_000_000_000L;

  private final FrameInterval interval = new FrameInterval();

  @Test
  void isPatientWithACameraOfFewFrames() {
    hear(0, 0);
    assertThat(interval.orLonger(1_000)).as("nothing known").isEqualTo(1_000);
    hear(1, 10_000);

    assertThat(interval.orLonger(1_000)).isEqualTo(25_000);
    assertThat(interval.orLonger(60_000)).isEqualTo(60_000);
  }

  @Test
  void countsFramesThatItDidNotSee() {
    hear(0, 0);
    hear(250, 10_000); // nobody was in view

    assertThat(interval.orLonger(1_000)).isEqualTo(1_000);
  }

  @Test
  void doesNotCountFramesThatNeverCame() {
    interval.hear(Events.frame("door", 0, NOW), true);
    interval.hear(Events.frame("door", 50, NOW + 2_000), true); // the others were dropped

    assertThat(interval.orLonger(1_000)).isEqualTo(5_000);
  }

  @Test
  void ignoresWhatComesOutOfOrder() {
    hear(10, 10_000);
    hear(12, 18_000);
    hear(11, 17_990);
    hear(12, 18_000);
    assertThat(interval.orLonger(1_000)).isEqualTo(10_000);

    hear(13, 22_000);
    assertThat(interval.orLonger(1_000)).isEqualTo(10_000);
  }

  @Test
  void beginsAnewWithItsSource() {
    hear(100, 0);
    hear(101, 2_000);
    hear(0, 3_000);
    hear(1, 3_040);

    assertThat(interval.orLonger(1_000)).isEqualTo(1_000);
  }

  @Test
  void doesNotWaitForEverAfterAPause() {
    hear(0, 0);
    hear(1, 3_600_000);

    assertThat(interval.orLonger(1_000)).isEqualTo(25_000);
  }

  private void hear(long number, long millis) {
    interval.hear(Events.frame("door", number, NOW + millis), false);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.deploy.Samples;
import org.junit.jupiter.api.Test;

class TallyTest {

  private final Tally tally = new Tally();

  @Test
  void countsEventsByClassAndNamesThoseThatNeverLed() {
    add("neutral", 1, 10);
    add("neutral", 1, 10);
    add("fear", 2, 10);

    assertThat(tally.byClass())
        .containsEntry("neutral", 2L)
        .containsEntry("happiness", 0L)
        .containsEntry("fear", 1L);
    assertThat(tally.events()).isEqualTo(3);
    assertThat(tally.tracks()).isEqualTo(2);
  }

  @Test
  void latencyIsMeasuredFromCapture() {
    for (int millis = 1; millis <= 100; millis++) {
      add("neutral", 1, millis);
    }
    assertThat(tally.latency().millis(50)).isCloseTo(50, within(0.2));
    assertThat(tally.latency().millis(95)).isCloseTo(95, within(0.2));
  }

  @Test
  void latencyIsSettledFiveSecondsAfterTheFirstFrame() {
    assertThat(tally.settledLatency().isEmpty()).isTrue();
    add("neutral", 1, 900);
    long settled = Samples.CAPTURED_MICROS + 5_000_000;
    tally.add(Samples.emotion("door", 125, 1, "neutral", settled), settled + 80_000);

    assertThat(tally.settledLatency().millis(99)).isCloseTo(80, within(0.2));
    assertThat(tally.latency().millis(99)).isCloseTo(900, within(1.0));
  }

  private void add(String emotion, long track, long latencyMillis) {
    tally.add(
        Samples.emotion("door", 0, track, emotion), Samples.CAPTURED_MICROS + latencyMillis * 1000);
  }
}

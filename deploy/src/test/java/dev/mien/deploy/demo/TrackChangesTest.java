// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.deploy.Samples;
import org.junit.jupiter.api.Test;

class TrackChangesTest {

  private final TrackChanges changes = new TrackChanges();

  @Test
  void theFirstEventOfATrackIsAChange() {
    assertThat(changes.next(Samples.emotion("door", 25, 3, "neutral")))
        .hasValue("    1.00 s  door  track 3  appears: neutral (80 %)");
  }

  @Test
  void theSameEmotionAgainIsNone() {
    changes.next(Samples.emotion("door", 25, 3, "neutral"));
    assertThat(changes.next(Samples.emotion("door", 26, 3, "neutral"))).isEmpty();
  }

  @Test
  void anotherEmotionIsAChangeFromTheOneBefore() {
    changes.next(Samples.emotion("door", 25, 3, "neutral"));
    assertThat(changes.next(Samples.emotion("door", 50, 3, "fear")))
        .hasValue("    2.00 s  door  track 3  neutral -> fear (80 %)");
  }

  @Test
  void tracksOfTwoCamerasAreNotConfused() {
    changes.next(Samples.emotion("door", 25, 3, "neutral"));
    assertThat(changes.next(Samples.emotion("hall", 25, 3, "neutral"))).isPresent();
  }
}

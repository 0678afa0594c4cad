// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.events.Emotion;
import dev.mien.events.Scores;
import java.time.Duration;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class SmootherTest {

  private static final Offset<Float> EXACTLY = within(1e-6f);

  private final Smoother smoother = new Smoother(Duration.ofMillis(500));

  @Test
  void firstPictureIsItsOwnAverage() {
    Emotion emotion = smooth("door", 1, 0, 0.25f);

    assertThat(emotion.smoothed()).isEqualTo(emotion.probabilities());
    assertThat(emotion.smoothedOver()).isEqualTo(1);
  }

  @Test
  void pictureOfOneHalfLifeAgoWeighsHalf() {
    smooth("door", 1, 0, 0f);

    Emotion emotion = smooth("door", 1, 500_000, 0.9f);

    // (0 * 1/2 + 0.9 * 1) / (1/2 + 1)
    assertThat(emotion.smoothed().of("fear")).isCloseTo(0.6f, EXACTLY);
    assertThat(emotion.smoothedOver()).isEqualTo(2);
  }

  @Test
  void weightsFollowTheTimeBetweenUnevenPictures() {
    smooth("door", 1, 0, 1f);
    smooth("door", 1, 1_000_000, 0f);

    Emotion emotion = smooth("door", 1, 1_500_000, 0.5f);

    // (1 * 1/8 + 0 * 1/2 + 0.5 * 1) / (1/8 + 1/2 + 1)
    assertThat(emotion.smoothed().of("fear")).isCloseTo(0.625f / 1.625f, EXACTLY);
    assertThat(emotion.smoothedOver()).isEqualTo(3);
  }

  @Test
  void constantScoresStayWhatTheyAre() {
    for (int i = 0; i < 10_000; i++) {
      smooth("door", 1, i * 33_333L, 0.3f);
    }

    Emotion emotion = smooth("door", 1, 10_000 * 33_333L, 0.3f);

    assertThat(emotion.smoothed().of("fear")).isCloseTo(0.3f, EXACTLY);
    assertThat(emotion.smoothedOver()).isEqualTo(10_001);
  }

  @Test
  void anotherModelBeginsANewAverage() {
    smoother.smooth(FaceSamples.face("door", 1, 0, 0), "first", scores(1f));

    Emotion emotion = smoother.smooth(FaceSamples.face("door", 1, 1, 0), "second", scores(0f));

    assertThat(emotion.smoothed().of("fear")).isZero();
    assertThat(emotion.smoothedOver()).isEqualTo(1);
  }

  @Test
  void tracksAndCamerasAreApart() {
    smooth("door", 1, 0, 1f);
    smooth("door", 2, 0, 0f);
    smooth("hall", 1, 0, 0.5f);

    assertThat(smooth("door", 2, 40_000, 0f).smoothed().of("fear")).isZero();
    assertThat(smooth("hall", 1, 40_000, 0.5f).smoothed().of("fear")).isCloseTo(0.5f, EXACTLY);
  }

  @Test
  void positionThatGoesBackBeginsANewAverage() {
    smooth("door", 1, 9_000_000, 1f);

    Emotion emotion = smooth("door", 1, 40_000, 0f);

    assertThat(emotion.smoothed().of("fear")).isZero();
    assertThat(emotion.smoothedOver()).isEqualTo(1);
  }

  @Test
  void otherClassesBeginANewAverage() {
    smooth("door", 1, 0, 1f);

    Scores others = Scores.of(List.of("calm", "other"), new float[] {1, 0});
    Emotion emotion = smoother.smooth(FaceSamples.at("door", 1, 1, 40_000, 0), "next", others);

    assertThat(emotion.smoothed()).isEqualTo(others);
  }

  @Test
  void halfLifeOfZeroSmoothsNothing() {
    Smoother none = new Smoother(Duration.ZERO);
    none.smooth(FaceSamples.at("door", 1, 0, 0, 0), "test", scores(1f));

    Emotion emotion = none.smooth(FaceSamples.at("door", 1, 1, 1, 0), "test", scores(0f));

    assertThat(emotion.smoothed().of("fear")).isZero();
    assertThat(emotion.smoothedOver()).isEqualTo(1);
  }

  @Test
  void discardedPicturesLeaveNoTrace() {
    smooth("door", 1, 0, 0f);
    smoother.keep();
    smooth("door", 1, 500_000, 1f);
    smooth("door", 2, 500_000, 1f);

    smoother.discard();

    Emotion again = smooth("door", 1, 500_000, 0.9f);
    assertThat(again.smoothed().of("fear")).isCloseTo(0.6f, EXACTLY);
    assertThat(again.smoothedOver()).isEqualTo(2);
    assertThat(smooth("door", 2, 500_000, 0f).smoothedOver()).isEqualTo(1);
  }

  @Test
  void oldestTracksAreForgottenBeyondTheLimit() {
    for (int track = 0; track <= Smoother.MAX_TRACKS; track++) {
      smooth("door", track, 0, 1f);
      smoother.keep();
    }

    Emotion newest = smooth("door", Smoother.MAX_TRACKS, 40_000, 1f);
    Emotion oldest = smooth("door", 0, 40_000, 1f);

    assertThat(newest.smoothedOver()).isEqualTo(2);
    assertThat(oldest.smoothedOver()).isEqualTo(1);
  }

  @Test
  void negativeHalfLifeIsRefused() {
    assertThatThrownBy(() -> new Smoother(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-0.001");
  }

  private Emotion smooth(String camera, long track, long positionMicros, float fear) {
    return smoother.smooth(
        FaceSamples.at(camera, track, 0, positionMicros, 0), "test", scores(fear));
  }

  private static Scores scores(float fear) {
    return Scores.of(List.of("neutral", "fear"), new float[] {1 - fear, fear});
  }
}

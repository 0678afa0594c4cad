// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Box;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrackerTest {

  private static final float SIDE = 100;
  private static final long FRAME = 40_000;
  private static final long SECOND = 1_000_000;

  private final Tracker tracker = new Tracker(TrackerConfig.defaults());

  @Test
  void aFaceIsNumberedAtFirstSightFromOne() {
    Tracking tracking =
        tracker.update(TrackerState.START, 0, List.of(face(0, 0), face(500, 0), face(0, 500)));

    assertThat(tracking.numbers()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aTremblingFaceKeepsItsNumber() {
    Random random = new Random(1);

    assertThat(
            numbers(
                100,
                FRAME,
                i ->
                    List.of(
                        face(
                            300 + 8 * random.nextFloat(),
                            200 + 8 * random.nextFloat(),
                            SIDE + 10 * random.nextFloat()))))
        .containsOnly(List.of(1L));
  }

  @Test
  void facesThatCrossKeepTheirNumbers() {
    // Past each other, 60 pixels apart in height, at 300 pixels a second.
    assertThat(numbers(50, FRAME, i -> List.of(face(100 + 12 * i, 200), face(700 - 12 * i, 260))))
        .containsOnly(List.of(1L, 2L));
  }

  @Test
  void aFaceThatAnotherHidesIsKnownAgainAndTheOtherKeepsItsNumber() {
    // The second, still at 400, is hidden while the first passes in front of it.
    IntFunction<List<Box>> scene =
        i -> {
          float x = 100 + 16 * i;
          return Math.abs(x - 400) < 70
              ? List.of(face(x, 200))
              : List.of(face(x, 200), face(400, 210));
        };

    List<List<Long>> numbers = numbers(40, FRAME, scene);

    assertThat(numbers).containsOnly(List.of(1L, 2L), List.of(1L)).endsWith(List.of(1L, 2L));
  }

  @Test
  void aFaceThatTurnsAwayForLessThanTheLimitKeepsItsNumber() {
    TrackerState seen = tracker.update(TrackerState.START, 0, List.of(face(0, 0))).state();
    TrackerState lost = tracker.update(seen, SECOND, List.of()).state();

    assertThat(tracker.update(lost, 1_500_000, List.of(face(20, 0))).numbers()).containsExactly(1L);
  }

  @Test
  void aFaceThatIsAwayForLongerThanTheLimitIsANewOne() {
    TrackerState seen = tracker.update(TrackerState.START, 0, List.of(face(0, 0))).state();
    TrackerState lost = tracker.update(seen, SECOND, List.of()).state();

    assertThat(tracker.update(lost, 1_500_001, List.of(face(0, 0))).numbers()).containsExactly(2L);
  }

  @Test
  void aFaceOfTheLastFrameIsNoNewOneHoweverFewFramesThereAre() {
    assertThat(numbers(3, 2 * SECOND, i -> List.of(face(5 * i, 0)))).containsOnly(List.of(1L));
    assertThat(numbers(2, 10 * SECOND, i -> List.of(face(0, 0)))).containsOnly(List.of(1L));
    assertThat(numbers(2, 10 * SECOND + 1, i -> List.of(face(0, 0))))
        .containsExactly(List.of(1L), List.of(2L));
  }

  @Test
  void aForgottenFaceTakesNoRoom() {
    TrackerState seen = tracker.update(TrackerState.START, 0, List.of(face(0, 0))).state();

    assertThat(tracker.update(seen, 2 * SECOND, List.of()).state())
        .isEqualTo(new TrackerState(2, 0, List.of()));
  }

  @Test
  void aFaceThatIsHiddenWhileItMovesIsAwaitedWhereItWouldBe() {
    // 400 pixels a second, hidden for 0.4 s: 160 pixels, no overlap with where it was.
    IntFunction<List<Box>> scene = i -> i >= 20 && i < 30 ? List.of() : List.of(face(16 * i, 0));

    assertThat(numbers(40, FRAME, scene)).containsOnly(List.of(1L), List.of());
  }

  @Test
  void aFastFaceAtFiveFramesASecondKeepsItsNumber() {
    // 500 pixels, five sides, a second, and back again.
    IntFunction<List<Box>> scene = i -> List.of(face(100 * Math.min(i, 12 - i), 0));

    assertThat(numbers(12, SECOND / 5, scene)).containsOnly(List.of(1L));
  }

  @Test
  void aFaceElsewhereInTheNextFrameIsANewOne() {
    TrackerState seen = tracker.update(TrackerState.START, 0, List.of(face(0, 0))).state();

    assertThat(tracker.update(seen, FRAME, List.of(face(90, 0))).numbers()).containsExactly(2L);
  }

  @Test
  void aFaceOfAnotherSizeNearbyIsANewOne() {
    TrackerState seen = tracker.update(TrackerState.START, 0, List.of(face(0, 0))).state();

    assertThat(tracker.update(seen, SECOND, List.of(face(110, 30, 40))).numbers())
        .containsExactly(2L);
  }

  @Test
  void theOrderOfTheBoxesDoesNotMatter() {
    TrackerState seen =
        tracker.update(TrackerState.START, 0, List.of(face(0, 0), face(90, 0))).state();

    assertThat(tracker.update(seen, FRAME, List.of(face(92, 0), face(2, 0))).numbers())
        .containsExactly(2L, 1L);
  }

  @Test
  void twoBoxesNeverShareANumber() {
    TrackerState seen = tracker.update(TrackerState.START, 0, List.of(face(0, 0))).state();

    assertThat(tracker.update(seen, FRAME, List.of(face(5, 0), face(1, 0))).numbers())
        .containsExactly(2L, 1L);
  }

  @Test
  void aSourceThatStartsOverHasNewFacesAndOldNumbersAreNeverUsedAgain() {
    TrackerState end =
        tracker.update(TrackerState.START, 10 * SECOND, List.of(face(0, 0), face(500, 0))).state();

    Tracking over = tracker.update(end, 0, List.of(face(0, 0)));

    assertThat(over.numbers()).containsExactly(3L);
    assertThat(over.state().tracks()).hasSize(1);
  }

  @Test
  void twoFramesOfTheSameTimeAreFollowed() {
    TrackerState seen = tracker.update(TrackerState.START, FRAME, List.of(face(0, 0))).state();

    Tracking again = tracker.update(seen, FRAME, List.of(face(30, 0)));

    assertThat(again.numbers()).containsExactly(1L);
    assertThat(again.state().tracks().get(0).velocityX()).isZero();
  }

  @Test
  void theSameFramesGiveTheSameStateAlsoIfItIsStoredInBetween() {
    TrackerState kept = TrackerState.START;
    TrackerState stored = TrackerState.START;
    for (int i = 0; i < 50; i++) {
      List<Box> faces = List.of(face(7.3f * i, 3.1f * i), face(900 - 9.7f * i, 100));
      kept = tracker.update(kept, i * 33_367L, faces).state();
      stored = TrackerStateSerdeTest.stored(tracker.update(stored, i * 33_367L, faces).state());
    }

    assertThat(stored).isEqualTo(kept);
  }

  @Test
  void anImpossibleConfigurationIsRefusedWithItsValue() {
    assertThatThrownBy(() -> new TrackerConfig(0, 6, Duration.ofSeconds(1)))
        .hasMessageContaining("0.0");
    assertThatThrownBy(() -> new TrackerConfig(0.2, Double.NaN, Duration.ofSeconds(1)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> TrackerConfig.defaults().withMaxLost(Duration.ofSeconds(-1)))
        .hasMessageContaining("PT-1S");
  }

  private List<List<Long>> numbers(int frames, long interval, IntFunction<List<Box>> scene) {
    List<List<Long>> numbers = new ArrayList<>();
    TrackerState state = TrackerState.START;
    for (int i : IntStream.range(0, frames).toArray()) {
      Tracking tracking = tracker.update(state, i * interval, scene.apply(i));
      numbers.add(tracking.numbers());
      state = tracking.state();
    }
    return numbers;
  }

  private static Box face(float left, float top) {
    return face(left, top, SIDE);
  }

  private static Box face(float left, float top, float side) {
    return new Box(left, top, side, side);
  }
}

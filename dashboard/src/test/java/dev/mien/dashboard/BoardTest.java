// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mien.events.EmotionRate;
import dev.mien.events.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoardTest {

  private static final long NOW = 1_700_000_000_000L;

  private final Board board = new Board(DashboardConfig.defaults().withFrames(true));

  @Test
  void putsTheClassesOfAWindowTogether() {
    board.add(Events.rate("door", "neutral", NOW, 40), NOW);
    board.add(Events.rate("door", "fear", NOW, 1), NOW);
    board.add(Events.rate("door", "fear", NOW, 2), NOW); // replaces

    List<RateView> rates = board.tick(NOW).rates();

    assertThat(rates)
        .containsExactly(
            new RateView("door", NOW, NOW + 2_000, Map.of("neutral", 40L, "fear", 2L)));
    assertThat(board.tick(NOW).rates()).isEmpty();
    assertThat(board.snapshot(NOW, 0).rates()).isEqualTo(rates);
  }

  @Test
  void namesTheClassesOfRatesInTheOrderOfTheModelOnceAFaceComes() {
    board.add(Events.rate("door", "fear", NOW, 1), NOW);
    board.add(Events.rate("door", "contempt", NOW, 1), NOW);
    board.add(Events.rate("door", "neutral", NOW, 1), NOW);

    assertThat(board.tick(NOW).classes()).containsExactly("fear", "contempt", "neutral");
    assertThat(board.snapshot(NOW, 0).classes()).containsExactly("fear", "contempt", "neutral");

    add("neutral", NOW);

    List<String> ordered = new ArrayList<>(Events.CLASSES);
    ordered.add("contempt");
    assertThat(board.tick(NOW).classes()).isEqualTo(ordered);
    board.add(Events.rate("door", "anger", NOW, 1), NOW);
    assertThat(board.tick(NOW).classes()).as("known").isNull();
  }

  @Test
  void keepsWindowsOfTwoLengthsApart() {
    board.add(Events.rate("door", "neutral", NOW, 40), NOW);
    board.add(new EmotionRate("door", "fear", NOW * 1_000, (NOW + 10_000) * 1_000, 1, 0.5), NOW);

    assertThat(board.tick(NOW).rates())
        .containsExactly(
            new RateView("door", NOW, NOW + 2_000, Map.of("neutral", 40L)),
            new RateView("door", NOW, NOW + 10_000, Map.of("fear", 1L)));
  }

  @Test
  void joinsPicturesOfAClassToAMoment() {
    for (long millis : List.of(0L, 40L, 80L, 90L + Moments.GAP_MILLIS)) {
      add("fear", NOW + millis);
    }

    assertThat(board.snapshot(NOW, 0).moments())
        .extracting(Moment::start, Moment::end)
        .containsExactly(
            tuple(NOW, NOW + 80),
            tuple(NOW + 90 + Moments.GAP_MILLIS, NOW + 90 + Moments.GAP_MILLIS));
  }

  @Test
  void joinsPicturesOfACameraOfFewFrames() {
    for (int i = 0; i < 4; i++) {
      long millis = NOW + 10_000L * i;
      board.add(Events.emotion(Events.frame("door", i, millis), 1, "fear"), millis);
    }

    Snapshot snapshot = board.snapshot(NOW + 45_000, 0);
    assertThat(snapshot.moments())
        .extracting(Moment::start, Moment::end)
        .containsExactly(tuple(NOW, NOW + 30_000));
    assertThat(snapshot.cameras().get(0).faces()).hasSize(1);
    assertThat(snapshot.cameras().get(0).stay()).isEqualTo(25_000);
  }

  @Test
  void keepsRareMomentsBesideManyOthers() {
    add("fear", NOW);
    for (int i = 1; i <= 3 * Moments.KEPT_PER_CLASS; i++) {
      add("neutral", NOW + i * 2L * Moments.GAP_MILLIS);
    }

    List<Moment> moments = board.snapshot(NOW, 0).moments();

    assertThat(moments).filteredOn(moment -> moment.emotion().equals("fear")).hasSize(1);
    assertThat(moments).hasSize(1 + Moments.KEPT_PER_CLASS);
  }

  @Test
  void forgetsWhatIsOlderThanItsHistory() {
    add("fear", NOW);
    board.add(Events.rate("door", "fear", NOW, 1), NOW);

    long later = NOW + Events.WINDOW_MILLIS + DashboardConfig.defaults().history().toMillis() + 1;
    board.tick(later - 1);
    assertThat(board.snapshot(later - 1, 0).rates()).as("ended within it").hasSize(1);
    board.tick(later);

    Snapshot snapshot = board.snapshot(later, 0);
    assertThat(snapshot.cameras()).isEmpty();
    assertThat(snapshot.rates()).isEmpty();
    assertThat(snapshot.moments()).isEmpty();
  }

  @Test
  void forgetsFacesThatHaveLeftThoughNobodyLooks() {
    for (int i = 0; i < 5_000; i++) {
      long now = NOW + i * 100L;
      board.add(Events.emotion(Events.frame("door", i, now), 1 + i, "neutral"), now);
      board.tick(now);
    }

    // At the time of the first face none is old yet: these are all that are kept.
    List<FaceView> kept = board.snapshot(NOW, 0).cameras().get(0).faces();
    assertThat(kept).hasSize(11);
  }

  @Test
  void showsThePictureThatBelongsToTheFaces() {
    for (int number = 0; number < 10; number++) {
      picture(number, NOW);
    }
    board.add(Events.emotion(Events.frame("door", 4, NOW), 1, "neutral"), NOW);

    CameraView camera = board.tick(NOW).cameras().get(0);

    assertThat(camera.frame()).isEqualTo(4);
    assertThat(camera.faces()).extracting(FaceView::frame).containsExactly(4L);
    assertThat(board.picture("door", 4, NOW)).isEqualTo(new byte[] {4});
    assertThat(board.picture("door", 3, NOW)).isNull();
    assertThat(board.picture("hall", 4, NOW)).isNull();
  }

  @Test
  void keepsTheExactPictureForABrowserThatAsksLater() {
    for (int number = 0; number <= RecentFrames.KEPT_SHOWN; number++) {
      picture(number, NOW);
      board.add(Events.emotion(Events.frame("door", number, NOW), 1, "neutral"), NOW);
      board.tick(NOW);
    }

    assertThat(board.picture("door", 0, NOW)).isNull();
    assertThat(board.picture("door", 1, NOW)).isEqualTo(new byte[] {1});
  }

  @Test
  void letsFacesWaitForTheirPicture() {
    picture(1, NOW);
    board.add(Events.emotion(Events.frame("door", 2, NOW), 1, "neutral"), NOW);
    assertThat(board.tick(NOW).cameras()).isEmpty();

    picture(2, NOW);

    CameraView camera = board.tick(NOW).cameras().get(0);
    assertThat(camera.frame()).isEqualTo(2);
    assertThat(camera.events()).isEqualTo(1);
  }

  @Test
  void forgetsThePicturesOfASilentCamera() {
    picture(1, NOW);
    board.tick(NOW);
    assertThat(board.picture("door", 1, NOW + Camera.PICTURE_MILLIS)).isNotNull();
    long later = NOW + Camera.PICTURE_MILLIS + 1;

    assertThat(board.picture("door", 1, later)).isNull();
    assertThat(board.tick(later).cameras().get(0).frame()).isNull();
    assertThat(board.tick(later).cameras()).isEmpty();
  }

  @Test
  void forgetsTheOldestPicturesOfAllCamerasFirst() {
    picture("door", 1, NOW);
    board.tick(NOW);
    picture("hall", 1, NOW + 1);
    board.tick(NOW + 1);

    board.forgetPicturesAbove(1);

    assertThat(board.picture("door", 1, NOW + 1)).isNull();
    assertThat(board.picture("hall", 1, NOW + 1)).isNotNull();
  }

  @Test
  void losesTheOldestWindowWhenThereAreTooMany() {
    for (int i = 0; i <= RateHistory.MAX_WINDOWS; i++) {
      board.add(Events.rate("door", "fear", NOW + i, 1), NOW);
    }

    assertThat(board.snapshot(NOW, 0).rates())
        .hasSize(RateHistory.MAX_WINDOWS)
        .extracting(RateView::start)
        .doesNotContain(NOW)
        .contains(NOW + RateHistory.MAX_WINDOWS);
    assertThat(board.add(Events.rate("door", "fear", NOW, 1), NOW)).isFalse();
  }

  @Test
  void doesNotBelieveInTheFarFuture() {
    long future = NOW + DashboardConfig.defaults().history().toMillis() + 1;

    assertThat(board.add(Events.rate("door", "fear", future, 1), NOW)).isFalse();
    add("fear", future);
    assertThat(board.snapshot(NOW, 0).moments()).isEmpty();
  }

  @Test
  void showsTheNewestPictureWhereNobodyIs() {
    picture(0, NOW);
    picture(1, NOW);

    assertThat(board.tick(NOW).cameras().get(0).frame()).isEqualTo(1);
  }

  @Test
  void keepsAFewPicturesOnly() {
    for (int number = 0; number < 10 * RecentFrames.KEPT; number++) {
      picture(number, NOW);
    }

    // The faces of a frame that has gone: the oldest that is left is nearest.
    board.add(Events.emotion(Events.frame("door", 4, NOW), 1, "neutral"), NOW);

    assertThat(board.tick(NOW).cameras().get(0).frame())
        .isEqualTo(10L * RecentFrames.KEPT - RecentFrames.KEPT - 1);
  }

  @Test
  void hasRoomForSoManyCameras() {
    for (int i = 0; i < Board.MAX_CAMERAS; i++) {
      assertThat(picture("camera-" + i, 0, NOW)).isTrue();
    }

    assertThat(picture("one-more", 0, NOW)).isFalse();
    assertThat(picture("camera-0", 1, NOW)).isTrue();
  }

  private void add(String emotion, long capturedMillis) {
    board.add(Events.emotion(Events.frame("door", 1, capturedMillis), 1, emotion), NOW);
  }

  private void picture(int number, long nowMillis) {
    picture("door", number, nowMillis);
  }

  private boolean picture(String camera, int number, long nowMillis) {
    Frame frame = Events.frame(camera, number, nowMillis);
    return board.add(frame, new byte[] {(byte) number}, nowMillis);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.events.Box;
import org.junit.jupiter.api.Test;

class CandidateTest {

  private static final Candidate BOX = new Candidate(10, 20, 30, 60, 0.9f);

  @Test
  void regressionMovesEachEdgeByAShareOfTheSize() {
    float[] offsets = {0.1f, -0.1f, 0.5f, 0.25f};

    assertThat(BOX.moved(offsets, 0, 1)).isEqualTo(new Candidate(12, 16, 40, 70, 0.9f));
  }

  @Test
  void regressionReadsMapsOfPlanes() {
    float[] maps = {9, 0.1f, 9, -0.1f, 9, 0.5f, 9, 0.25f};

    assertThat(BOX.moved(maps, 1, 2)).isEqualTo(new Candidate(12, 16, 40, 70, 0.9f));
  }

  @Test
  void regressionCanTurnABoxInsideOut() {
    assertThat(BOX.hasArea()).isTrue();
    assertThat(BOX.moved(new float[] {1.5f, 0, 0, 0}, 0, 1).hasArea()).isFalse();
    assertThat(BOX.moved(new float[] {Float.NaN, 0, 0, 0}, 0, 1).hasArea()).isFalse();
  }

  @Test
  void squareKeepsCentreAndLongerSide() {
    assertThat(BOX.squared()).isEqualTo(new Candidate(0, 20, 40, 60, 0.9f));
  }

  @Test
  void squareHasWholePixels() {
    Candidate square = new Candidate(-3.3f, 0.2f, 6.9f, 8.8f, 0.5f).squared();

    assertThat(square).isEqualTo(new Candidate(-3, 0, 7, 10, 0.5f));
    assertThat(square.width()).isEqualTo(square.height());
  }

  @Test
  void squareOfAlmostNothingIsOnePixel() {
    assertThat(new Candidate(5, 5, 5.1f, 5.1f, 1).squared().width()).isEqualTo(1);
  }

  @Test
  void isInAPictureThatShowsAnyOfIt() {
    assertThat(BOX.isIn(11, 21)).isTrue();
    assertThat(BOX.isIn(10, 100)).isFalse();
    assertThat(new Candidate(-5, -5, 0, 5, 1).isIn(100, 100)).isFalse();
  }

  @Test
  void overlapIsSharedAreaOverUnionOrOverTheSmaller() {
    Candidate quarter = new Candidate(10, 20, 20, 40, 0.5f);
    Candidate shifted = new Candidate(20, 20, 40, 60, 0.5f);

    assertThat(BOX.intersectionOverUnion(quarter)).isCloseTo(0.25, within(1e-9));
    assertThat(BOX.intersectionOverSmaller(quarter)).isCloseTo(1, within(1e-9));
    assertThat(BOX.intersectionOverUnion(shifted)).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(BOX.intersectionOverSmaller(shifted)).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void boxesThatOnlyTouchDoNotOverlap() {
    assertThat(BOX.intersectionOverUnion(new Candidate(30, 20, 50, 60, 1))).isZero();
    assertThat(BOX.intersectionOverUnion(new Candidate(40, 80, 50, 90, 1))).isZero();
  }

  @Test
  void becomesABoxOfTheVocabulary() {
    assertThat(BOX.box()).isEqualTo(new Box(10, 20, 20, 40));
  }
}

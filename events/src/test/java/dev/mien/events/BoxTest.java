// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxTest {

  private static final Box UNIT = new Box(0, 0, 10, 10);

  @ParameterizedTest
  @CsvSource({
    "the same,           0,  0, 10, 10, 1",
    "half beside,        5,  0, 10, 10, 0.333333",
    "a corner,           5,  5, 10, 10, 0.142857",
    "inside,             2,  2,  5,  5, 0.25",
    "around,           -10,-10, 30, 30, 0.111111",
    "touching an edge,  10,  0, 10, 10, 0",
    "above and beside, -30, 30,  5,  5, 0",
  })
  void overlapIsSharedAreaByCoveredArea(
      String where, float left, float top, float width, float height, float expected) {
    Box other = new Box(left, top, width, height);

    assertThat(UNIT.intersectionOverUnion(other)).as(where).isCloseTo(expected, within(1e-5f));
    assertThat(other.intersectionOverUnion(UNIT)).as(where).isCloseTo(expected, within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, 1, 1, left is NaN",
    "0, Infinity, 1, 1, top is Infinity",
    "0, 0, 0, 1, box width is 0",
    "0, 0, 1, -3, box height is -3",
    "0, 0, 1, NaN, box height is NaN",
  })
  void refusesWhatHasNoPlaceOrArea(
      float left, float top, float width, float height, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Box(left, top, width, height))
        .withMessageContaining(message);
  }

  @Test
  void mayReachBeyondThePicture() {
    assertThat(new Box(-20, -30, 15, 20).area()).isEqualTo(300);
  }
}

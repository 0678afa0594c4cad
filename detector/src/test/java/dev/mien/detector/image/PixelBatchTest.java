// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.nio.FloatBuffer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PixelBatchTest {

  private static final float BLACK = -127.5f / 128;
  private static final float FULL = 127.5f / 128;
  private static final Offset<Float> EXACT = within(1e-6f);

  @Test
  void holdsRedThenGreenThenBluePlanes() {
    try (Picture picture = Painted.plain(3, 2, new Color(255, 128, 0));
        PixelBatch batch = new PixelBatch(1, 3, 2)) {
      batch.put(0, picture, 0, 0);
      FloatBuffer values = batch.first(1);

      assertThat(values.remaining()).isEqualTo(18);
      assertThat(values.get(0)).isCloseTo(FULL, EXACT);
      assertThat(values.get(6)).isCloseTo(0.5f / 128, EXACT);
      assertThat(values.get(12)).isCloseTo(BLACK, EXACT);
    }
  }

  @Test
  void rowsRunFromTopToBottom() {
    try (Picture picture = Painted.picture(4, 4, (x, y) -> y == 1 ? 0xFFFFFF : 0);
        PixelBatch batch = new PixelBatch(1, 4, 4)) {
      batch.put(0, picture, 0, 0);

      assertThat(batch.first(1).get(3)).isCloseTo(BLACK, EXACT);
      assertThat(batch.first(1).get(4)).isCloseTo(FULL, EXACT);
    }
  }

  @Test
  void picturesDoNotTouchEachOther() {
    try (Picture white = Painted.plain(4, 4, Color.WHITE);
        Picture black = Painted.plain(4, 4, Color.BLACK);
        PixelBatch batch = new PixelBatch(3, 4, 4)) {
      batch.put(0, white, 0, 0);
      batch.put(1, black, 0, 0);
      batch.put(2, white, 0, 0);

      assertThat(batch.first(3).get(47)).isCloseTo(FULL, EXACT);
      assertThat(batch.first(3).get(48)).isCloseTo(BLACK, EXACT);
      assertThat(batch.first(3).get(95)).isCloseTo(BLACK, EXACT);
      assertThat(batch.first(3).get(96)).isCloseTo(FULL, EXACT);
    }
  }

  @Test
  void aSquareIsBlackBeyondTheEdges() {
    try (Picture white = Painted.plain(100, 100, Color.WHITE);
        Octaves octaves = new Octaves(white, 40);
        PixelBatch batch = new PixelBatch(1, 10, 10)) {
      batch.put(0, octaves, -20, 60, 40);
      FloatBuffer values = batch.first(1);

      assertThat(values.get(2)).as("left of the picture").isCloseTo(BLACK, EXACT);
      assertThat(values.get(7)).as("inside").isCloseTo(FULL, EXACT);
      assertThat(values.get(97)).as("inside, at the bottom").isCloseTo(FULL, EXACT);
    }
  }

  @Test
  void aSquareOfALargePictureIsTheSameFromItsHalves() {
    try (Picture picture =
            Painted.picture(800, 800, (x, y) -> x >= 500 && y >= 500 ? 0xFFFFFF : 0);
        Octaves whole = new Octaves(picture, 800);
        Octaves halves = new Octaves(picture, 40);
        PixelBatch batch = new PixelBatch(2, 24, 24)) {
      batch.put(0, whole, 301, 303, 400);
      batch.put(1, halves, 301, 303, 400);
      FloatBuffer values = batch.first(2);

      double difference = 0;
      for (int i = 0; i < 24 * 24; i++) {
        difference += Math.abs(values.get(i) - values.get(3 * 24 * 24 + i)) / (24 * 24);
      }
      assertThat(difference).isLessThan(0.01);
    }
  }

  @Test
  void takesEverySquareOfWhichThePictureShowsAPixel() {
    try (Picture picture = Painted.plain(1001, 777, Color.WHITE);
        Octaves octaves = new Octaves(picture, 10);
        PixelBatch batch = new PixelBatch(1, 6, 6)) {
      for (int side = 1; side < 3_000; side += 1 + side / 10) {
        for (int shown = 1; shown <= Math.min(side, 9); shown++) {
          batch.put(0, octaves, shown - side, shown - side, side);
          batch.put(0, octaves, 1001 - shown, shown - side, side);
          batch.put(0, octaves, shown - side, 777 - shown, side);
          batch.put(0, octaves, 1001 - shown, 777 - shown, side);
        }
      }
      batch.put(0, octaves, -383, -383, 384);

      assertThat(batch.first(1).get(6 * 6 - 1)).as("the corner").isGreaterThan(BLACK);
    }
  }

  @Test
  void refusesASquareOutsideOfThePicture() {
    try (Picture picture = Painted.plain(50, 50, Color.WHITE);
        Octaves octaves = new Octaves(picture, 40);
        PixelBatch batch = new PixelBatch(1, 10, 10)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.put(0, octaves, 50, 0, 20))
          .withMessageContaining("20 at 50, 0");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.put(0, octaves, 0, -20, 20))
          .withMessageContaining("20 at 0, -20");
    }
  }

  @Test
  void holdsAPartOfALargerPicture() {
    try (Picture picture = Painted.picture(9, 8, (x, y) -> x == 5 && y == 4 ? 0xFFFFFF : 0);
        PixelBatch batch = new PixelBatch(1, 3, 2)) {
      batch.put(0, picture, 4, 3);
      FloatBuffer values = batch.first(1);

      assertThat(values.get(4)).as("second row, second column").isCloseTo(FULL, EXACT);
      assertThat(values.get(0)).isCloseTo(BLACK, EXACT);
      assertThat(values.get(5)).isCloseTo(BLACK, EXACT);
    }
  }

  @Test
  void refusesAPictureThatEndsTooSoon() {
    try (Picture picture = Painted.plain(5, 4, Color.WHITE);
        PixelBatch batch = new PixelBatch(1, 4, 4)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> batch.put(0, picture, 2, 0))
          .withMessageContaining("5 x 4 from 2, 0");
    }
  }

  @Test
  void refusesAPlaceThatItDoesNotHave() {
    try (Picture picture = Painted.plain(4, 4, Color.WHITE);
        PixelBatch batch = new PixelBatch(1, 4, 4)) {
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> batch.put(1, picture, 0, 0));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TileTest {

  @Test
  void aSmallLevelIsOneTile() {
    assertThat(Tile.of(new Level(512, 12), 512)).containsExactly(new Tile(0, 0, 512, 12));
  }

  @Test
  void everyPlaceOfALevelIsInOneTile() {
    for (int side = 12; side < 200; side++) {
      List<Integer> places = new ArrayList<>();
      for (Tile tile : Tile.of(new Level(side, 12), 32)) {
        assertThat(tile.width()).isBetween(11, 32);
        IntStream.range(0, tile.columns()).forEach(i -> places.add(tile.left() + Tile.STRIDE * i));
      }

      int columns = new Tile(0, 0, side, 12).columns();
      assertThat(places)
          .as("%d pixels", side)
          .containsExactlyElementsOf(IntStream.range(0, columns).mapToObj(i -> 2 * i).toList());
    }
  }
}

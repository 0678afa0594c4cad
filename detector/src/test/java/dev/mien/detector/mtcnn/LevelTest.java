// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LevelTest {

  @Test
  void smallestFaceFillsTheWindowOnTheFirstLevel() {
    assertThat(Level.pyramid(640, 360, 40, 0.709).get(0)).isEqualTo(new Level(192, 108));
  }

  @Test
  void eachLevelIsSmallerByTheFactor() {
    List<Level> levels = Level.pyramid(1000, 2000, 20, 0.5);

    assertThat(levels.subList(0, 3))
        .containsExactly(new Level(600, 1200), new Level(300, 600), new Level(150, 300));
  }

  @Test
  void endsWhereTheWindowNoLongerFits() {
    List<Level> levels = Level.pyramid(640, 360, 40, 0.709);

    assertThat(levels).hasSize(7);
    assertThat(levels).allMatch(level -> level.height() >= Level.WINDOW);
    assertThat(levels.get(6).height() * 0.709).isLessThan(Level.WINDOW);
  }

  @Test
  void pictureOfOneFaceHasOneLevel() {
    assertThat(Level.pyramid(40, 40, 40, 0.709)).containsExactly(new Level(12, 12));
  }

  @Test
  void pictureSmallerThanAFaceHasNone() {
    assertThat(Level.pyramid(39, 400, 40, 0.709)).isEmpty();
  }
}

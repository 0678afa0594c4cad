// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import org.junit.jupiter.api.Test;

class OctavesTest {

  @Test
  void halvesUntilTheShorterSideWouldBeTooSmall() {
    try (Picture picture = Painted.plain(401, 200, Color.GRAY);
        Octaves octaves = new Octaves(picture, 40)) {
      assertThat(octaves.halvings(10_000, 1)).isEqualTo(2);
      assertThat(octaves.halved(1).width()).isEqualTo(201);
      assertThat(octaves.halved(2).width()).isEqualTo(101);
      assertThat(octaves.halved(2).height()).isEqualTo(50);
    }
  }

  @Test
  void halvesNoMoreOftenThanTheDetailAllows() {
    try (Picture picture = Painted.plain(1000, 1000, Color.GRAY);
        Octaves octaves = new Octaves(picture, 10)) {
      assertThat(octaves.halvings(95, 96)).isEqualTo(0);
      assertThat(octaves.halvings(191, 96)).isEqualTo(0);
      assertThat(octaves.halvings(192, 96)).isEqualTo(1);
      assertThat(octaves.halvings(400, 96)).isEqualTo(2);
    }
  }

  @Test
  void resizesToTheSizeAskedFor() {
    try (Picture picture = Painted.plain(333, 250, Color.RED);
        Octaves octaves = new Octaves(picture, 40);
        Picture small = octaves.resized(70, 51)) {
      assertThat(small.width()).isEqualTo(70);
      assertThat(small.height()).isEqualTo(51);
      assertThat(Painted.pixels(small.png()).getRGB(35, 25)).isEqualTo(Color.RED.getRGB());
    }
  }

  @Test
  void leavesThePictureOpen() {
    try (Picture picture = Painted.plain(100, 100, Color.RED)) {
      new Octaves(picture, 10).close();

      assertThat(picture.width()).isEqualTo(100);
    }
  }
}

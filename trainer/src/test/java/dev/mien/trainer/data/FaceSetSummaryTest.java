// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceSetSummaryTest {

  private static final int SIDE = 10;

  @TempDir private Path folder;
  private FaceSet set;

  /** 30 calm and 10 glad faces to train with, 2 of each to test; every tenth was not found. */
  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("set.faces");
    Index empty = new Index("folder", SIDE, 0, List.of("calm", "glad", "none"), List.of());
    try (FaceSetWriter writer = FaceSetWriter.create(file, empty)) {
      for (int i = 0; i < 40; i++) {
        Entry face = new Entry("f" + i, i < 30 ? 0 : 1, List.of(), Part.TRAIN, i % 10 != 0);
        byte[] rgb = new byte[3 * SIDE * SIDE];
        Arrays.fill(rgb, (byte) (100 + i));
        writer.add(face, rgb);
      }
      for (int i = 0; i < 4; i++) {
        writer.add(new Entry("t" + i, i % 2, List.of(), Part.TEST, true), new byte[300]);
      }
      writer.finish();
    }
    set = FaceSet.open(file);
  }

  @AfterEach
  void close() {
    set.close();
  }

  @Test
  void countsFacesAndDetectionsOfEveryClassAndPart() {
    FaceSetSummary summary = FaceSetSummary.of(set);

    assertThat(summary.parts()).containsOnlyKeys(Part.TRAIN, Part.TEST);
    assertThat(summary.parts().get(Part.TRAIN))
        .containsExactly(
            new FaceSetSummary.Count(30, 27),
            new FaceSetSummary.Count(10, 9),
            new FaceSetSummary.Count(0, 0));
  }

  @Test
  void printsATableForPeople() {
    List<String> lines = FaceSetSummary.of(set, set.indices(Part.TEST)).lines();

    assertThat(lines)
        .containsExactly(
            "                    test     found",
            "calm                   2   100.0 %",
            "glad                   2   100.0 %",
            "none                   0         -",
            "all                    4   100.0 %",
            "imbalance              -");
  }

  @Test
  void imbalanceIsOfTheLargestClassToTheSmallest() throws IOException {
    Path file = folder.resolve("two.faces");
    Index empty = new Index("folder", 1, 0, List.of("calm", "glad"), List.of());
    try (FaceSetWriter writer = FaceSetWriter.create(file, empty)) {
      for (int i = 0; i < 7; i++) {
        writer.add(new Entry("f", i < 5 ? 1 : 0, List.of(), Part.TRAIN, true), new byte[3]);
      }
      writer.finish();
    }

    try (FaceSet two = FaceSet.open(file)) {
      assertThat(FaceSetSummary.of(two).lines()).last().isEqualTo("imbalance            2.5");
    }
  }

  @Test
  void contactSheetsShowEveryClassAndMarkWhatWasNotFound() throws IOException {
    ContactSheet.write(set, folder.resolve("sheets"));

    assertThat(folder.resolve("sheets/none.png")).doesNotExist();
    BufferedImage calm = ImageIO.read(folder.resolve("sheets/calm.png").toFile());
    assertThat(calm.getWidth()).isEqualTo(12 * SIDE);
    assertThat(calm.getHeight()).isEqualTo(3 * SIDE);
    assertThat(calm.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xE02020);
    assertThat(calm.getRGB(5, 5) & 0xFFFFFF).isEqualTo(0x646464);
    assertThat(calm.getRGB(SIDE, 0) & 0xFFFFFF).isEqualTo(0x656565);
  }
}

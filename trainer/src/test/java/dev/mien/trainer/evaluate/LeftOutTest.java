// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.trainer.data.Copies;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftOutTest {

  private static final List<String> CLASSES = List.of("red", "blue");
  private static final double FACTOR = 8;
  private static final long SEED = 3;

  @TempDir private Path folder;

  @Test
  void facesAreThoseThatTheRunDidNotLearnFromAndNoCopies() throws IOException {
    PaintedFaces painted = new PaintedFaces(8, 1, CLASSES);
    IntStream.range(0, 8).forEach(i -> painted.noise(0, Part.TRAIN));
    IntStream.range(0, 6).forEach(i -> painted.plain(1, Part.TRAIN, 0, 0, 10 * i));
    painted.plain(1, Part.TRAIN, 0, 0, 10).plain(1, Part.TRAIN, 0, 0, 200);
    painted.plain(1, Part.TEST, 0, 0, 200).plain(1, Part.VALIDATION, 0, 0, 20);
    try (FaceSet set = painted.write(folder.resolve("painted.faces"))) {
      int[] learned = new LearnedFrom(set.hash(), FACTOR, SEED).subset(set);
      List<Byte> blues =
          IntStream.of(LeftOut.faces(set, Copies.of(set), learned))
              .mapToObj(face -> blue(set, face))
              .toList();

      assertThat(learned).as("all that are red, and one that is blue").hasSize(9);
      List<Byte> expected =
          IntStream.of(0, 10, 30, 40, 50)
              .mapToObj(level -> (byte) level)
              .filter(level -> level != blue(set, learned[8]))
              .toList();
      assertThat(blues).containsExactlyElementsOf(expected);
    }
  }

  private static byte blue(FaceSet set, int face) {
    byte[] rgb = new byte[3 * set.side() * set.side()];
    set.pixels(face, rgb);
    return rgb[3 * (set.side() * set.side() + set.side()) / 2 + 2]; // of the middle
  }

  @Test
  void accuracyIsOfBothTogether() {
    Predictions part = predictions(new int[] {0, 0, 1, 1}, 0, 0, 1, 0);
    Predictions leftOut = predictions(new int[] {1, 1}, 1, 1);

    assertThat(EvaluationTable.text(LeftOut.of(part, leftOut)).lines())
        .containsExactly(
            "",
            "accuracy          of the part  of the left out          of both",
            "red                2: 100.0 %       0:       -       2: 100.0 %",
            "blue               2:  50.0 %       2: 100.0 %       4:  75.0 %",
            "mean                   75.0 %                            87.5 %");
  }

  private static Predictions predictions(int[] labels, int... taken) {
    double[][] probabilities =
        IntStream.of(taken)
            .mapToObj(label -> new double[] {1 - label, label})
            .toArray(double[][]::new);
    return new Predictions(CLASSES, labels, probabilities);
  }
}

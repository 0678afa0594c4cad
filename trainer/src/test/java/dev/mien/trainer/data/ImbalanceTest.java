// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImbalanceTest {

  @TempDir private Path folder;
  private FaceSet set;

  /** 20 calm, 100 glad and 30 cross faces to train with, one to test. */
  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("set.faces");
    Index empty = new Index("folder", 1, 0, List.of("calm", "glad", "cross"), List.of());
    try (FaceSetWriter writer = FaceSetWriter.create(file, empty)) {
      for (int i = 0; i < 150; i++) {
        int label = i < 100 ? 1 : i < 120 ? 0 : 2;
        writer.add(new Entry("f" + i, label, List.of(), Part.TRAIN, true), new byte[3]);
      }
      writer.add(new Entry("test", 0, List.of(), Part.TEST, true), new byte[3]);
      writer.finish();
    }
    set = FaceSet.open(file);
  }

  @AfterEach
  void close() {
    set.close();
  }

  private int[] kept(int[] faces) {
    int[] counts = new int[3];
    Arrays.stream(faces).forEach(face -> counts[set.label(face)]++);
    return counts;
  }

  @Test
  void countsAreThoseOfThePaperForFerPlus() {
    int[] ferPlus = {8733, 7284, 3136, 3022, 2098, 116, 536};

    assertThat(Imbalance.counts(ferPlus, 100)).containsExactly(8733, 4053, 1881, 873, 405, 87, 188);
    assertThat(Imbalance.counts(ferPlus, 50))
        .containsExactly(8733, 4550, 2371, 1235, 643, 116, 335);
  }

  @Test
  void aSetThatIsMoreImbalancedByItselfStaysSo() {
    int[] ferPlus = {8733, 7284, 3136, 3022, 2098, 116, 536};

    assertThat(Imbalance.reached(ferPlus, 50)).isEqualTo(8733.0 / 116);
    assertThat(Imbalance.reached(ferPlus, 100)).isEqualTo(8733.0 / 87);
  }

  @Test
  void keepsTheLargestClassWholeAndCapsByWhatThereIs() {
    assertThat(kept(Imbalance.subset(set, Part.TRAIN, 10, 1))).containsExactly(10, 100, 30);
    assertThat(kept(Imbalance.subset(set, Part.TRAIN, 100, 1))).containsExactly(1, 100, 10);
  }

  @Test
  void factorOneKeepsAll() {
    assertThat(Imbalance.subset(set, Part.TRAIN, 1, 1)).isEqualTo(set.indices(Part.TRAIN));
  }

  @Test
  void aSeedAlwaysKeepsTheSameAndAnotherKeepsOthers() {
    int[] subset = Imbalance.subset(set, Part.TRAIN, 50, 7);

    assertThat(Imbalance.subset(set, Part.TRAIN, 50, 7)).isEqualTo(subset).isSorted();
    assertThat(Imbalance.subset(set, Part.TRAIN, 50, 8)).isNotEqualTo(subset);
  }

  @Test
  void aGreaterFactorKeepsFewerOfTheSame() {
    assertThat(Imbalance.subset(set, Part.TRAIN, 50, 7))
        .contains(Imbalance.subset(set, Part.TRAIN, 100, 7));
  }

  @Test
  void refusesAFactorBelowOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Imbalance.subset(set, Part.TRAIN, 0.5, 1))
        .withMessageContaining("imbalance factor 0.5");
  }
}

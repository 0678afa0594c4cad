// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.runtime.StageFailure;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FerPlusTest {

  private static final Offset<Float> EXACT = within(1e-6f);

  @TempDir private Path folder;

  @BeforeEach
  void writeTrainingPart() throws IOException {
    addOneOfEachClass("FER2013Train");
  }

  /** All voters agree. */
  private void addOneOfEachClass(String part) throws IOException {
    for (int label = 0; label < 7; label++) {
      int[] votes = new int[10];
      votes[label] = 10;
      add(part, "class" + label + ".png", votes);
    }
  }

  private void add(String part, String picture, int... votes) throws IOException {
    Pictures.plain(folder.resolve(part).resolve(picture), 48, Color.GRAY);
    StringBuilder line = new StringBuilder(picture + ",\"(0, 0, 48, 48)\"");
    for (int vote : votes) {
      line.append(',').append(vote);
    }
    Path labels = folder.resolve(part).resolve("label.csv");
    String before = Files.exists(labels) ? Files.readString(labels) : "";
    Files.writeString(labels, before + line + "\n");
  }

  private List<Sample> read() {
    return FerPlus.read(folder).samples();
  }

  @Test
  void takesTheClassWithMoreThanHalfOfTheVotes() throws IOException {
    add("FER2013Train", "sad.png", 0, 0, 0, 6, 4, 0, 0, 0, 0, 0);

    assertThat(read())
        .hasSize(8)
        .last()
        .satisfies(sample -> assertThat(sample.name()).isEqualTo("FER2013Train/sad.png"))
        .satisfies(sample -> assertThat(sample.label()).isEqualTo(3));
  }

  @Test
  void isUndecidedWhereOnlyAllClassesTogetherHaveIt() throws IOException {
    add("FER2013Train", "torn.png", 0, 0, 3, 0, 0, 0, 4, 2, 0, 0);
    add("FER2013Train", "half.png", 5, 0, 0, 5, 0, 0, 0, 0, 0, 0);
    add("FER2013Train", "unclear.png", 0, 0, 3, 0, 0, 0, 3, 0, 4, 2);

    assertThat(read()).hasSize(9);
    assertThat(read().get(8).part()).isEqualTo(Part.UNDECIDED);
    Sample torn = read().get(7);
    assertThat(torn.part()).isEqualTo(Part.UNDECIDED);
    assertThat(torn.label()).isEqualTo(6);
    assertThat(torn.votes().get(2)).isCloseTo(3 / 7f, EXACT);
    assertThat(torn.votes().get(6)).isCloseTo(4 / 7f, EXACT);
  }

  @Test
  void judgesByDecidedPicturesOnly() throws IOException {
    addOneOfEachClass("FER2013Test");
    add("FER2013Test", "torn.png", 0, 0, 3, 0, 0, 0, 4, 2, 0, 0);

    assertThat(read()).hasSize(14);
  }

  @Test
  void dropsSingleVotesBeforeItCounts() throws IOException {
    add("FER2013Train", "only.png", 1, 2, 1, 1, 1, 1, 1, 1, 1, 0);

    assertThat(read()).hasSize(8).last().extracting(Sample::label).isEqualTo(1);
  }

  @Test
  void countsVotesForUnknownAgainstTheLeader() throws IOException {
    add("FER2013Train", "unsure.png", 4, 0, 0, 0, 0, 0, 0, 0, 4, 2);

    assertThat(read()).hasSize(7);
  }

  @Test
  void leavesOutContemptUnknownAndNoFace() throws IOException {
    add("FER2013Train", "contempt.png", 0, 0, 0, 0, 0, 0, 0, 10, 0, 0);
    add("FER2013Train", "unknown.png", 0, 0, 0, 0, 0, 0, 0, 0, 10, 0);
    add("FER2013Train", "house.png", 0, 0, 0, 0, 0, 0, 0, 0, 0, 10);
    add("FER2013Train", "nothing.png", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    assertThat(read()).hasSize(7);
  }

  @Test
  void keepsTheVotesAsSharesOfTheKeptClasses() throws IOException {
    add("FER2013Train", "mixed.png", 6, 2, 1, 0, 0, 0, 0, 3, 0, 0);

    List<Float> votes = read().get(7).votes();
    assertThat(votes.get(0)).isCloseTo(0.75f, EXACT);
    assertThat(votes.get(1)).isCloseTo(0.25f, EXACT);
    assertThat(votes.subList(2, 7)).containsOnly(0f);
  }

  @Test
  void namesTheLineOfAVoteThatIsNone() throws IOException {
    add("FER2013Train", "odd.png", 0, 0, 0, 6, 4, 0, 0, -1, 0, 0);

    assertThatThrownBy(this::read)
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("label.csv, line 8")
        .hasMessageContaining("'-1' in column 10");
  }

  @Test
  void namesTheLineThatIsTooShort() throws IOException {
    add("FER2013Train", "short.png", 10, 0);

    assertThatThrownBy(this::read)
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("line 8: 4 columns, expected 5 or more");
  }

  @Test
  void namesALabelFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("FER2013Train").resolve("label.csv"));

    assertThatThrownBy(this::read)
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("label.csv: no such file");
  }

  @Test
  void namesAClassWithoutPictures() throws IOException {
    add("FER2013Test", "only.png", 10, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    assertThatThrownBy(this::read)
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("class 'happiness' has no picture in the part TEST");
  }
}

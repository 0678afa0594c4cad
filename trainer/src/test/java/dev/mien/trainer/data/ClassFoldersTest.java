// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassFoldersTest {

  @TempDir private Path folder;

  private void add(String... pictures) throws IOException {
    for (String picture : pictures) {
      Pictures.plain(folder.resolve(picture), 10, new Color(picture.hashCode()));
    }
  }

  @Test
  void aFolderIsAClassAndKnownOnesComeFirstInTheirOrder() throws IOException {
    add("fear/1.png", "bored/1.PNG", "happiness/1.png", "amused/1.png");

    assertThat(ClassFolders.read(folder).classes())
        .containsExactly("happiness", "fear", "amused", "bored");
  }

  @Test
  void usualWordsAreTheClassesThatTheyMean() throws IOException {
    add("train/Happy/1.png", "train/Angry/1.png", "train/fear/1.png");
    add("test/happiness/2.png", "test/anger/2.png", "test/FEAR/2.png");

    DataSet set = ClassFolders.read(folder);

    assertThat(set.classes()).containsExactly("happiness", "anger", "fear");
    assertThat(set.samples())
        .filteredOn(sample -> sample.label() == 0)
        .extracting(Sample::name)
        .containsExactlyInAnyOrder("train/Happy/1.png", "test/happiness/2.png");
  }

  @Test
  void refusesNamesThatNoModelCanHaveBeforeAnythingIsTrained() throws IOException {
    add("1/1.png", "2/1.png");

    assertThatThrownBy(() -> ClassFolders.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("classes is [1, 2], expected")
        .hasMessageContaining("a folder '1' to 'surprise'");
  }

  @Test
  void namesAFolderWithinAClass() throws IOException {
    add("fear/1.png", "fear/.ipynb_checkpoints/1.png", "anger/ann/1.png");

    assertThatThrownBy(() -> ClassFolders.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("'anger/ann' lies within a class");
  }

  @Test
  void takesPicturesByNameAndNothingElse() throws IOException {
    add("fear/2.png", "fear/10.png", "anger/1.tiff");
    Files.writeString(folder.resolve("fear/notes.txt"), "none");

    assertThat(ClassFolders.read(folder).samples())
        .extracting(Sample::name)
        .containsExactly("anger/1.tiff", "fear/10.png", "fear/2.png");
  }

  @Test
  void theFoldersOfPartsSayWhatAPictureIsFor() throws IOException {
    add("train/fear/1.png", "train/anger/2.png", "test/fear/3.png", "test/anger/4.png");

    DataSet set = ClassFolders.read(folder);

    assertThat(set.classes()).containsExactly("anger", "fear");
    assertThat(set.samples())
        .filteredOn(sample -> sample.part() == Part.TEST)
        .extracting(Sample::name)
        .containsExactly("test/anger/4.png", "test/fear/3.png");
  }

  @Test
  void namesAFolderThatIsNoPart() throws IOException {
    add("train/fear/1.png", "train/anger/2.png", "valid/fear/3.png");

    assertThatThrownBy(() -> ClassFolders.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("'valid' lies beside 'train'");
  }

  @Test
  void namesAClassThatCannotBeLearnt() throws IOException {
    add("train/fear/1.png", "train/anger/2.png", "test/bored/3.png");

    assertThatThrownBy(() -> ClassFolders.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("class 'bored' is not among those to train with");
  }

  @Test
  void namesAClassWithoutPictures() throws IOException {
    add("fear/1.png", "anger/2.png");
    Files.createDirectory(folder.resolve("bored"));

    assertThatThrownBy(() -> ClassFolders.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("class 'bored' has no picture in the part TRAIN");
  }

  @Test
  void refusesAFolderOfLooseFilesAndOneThatIsMissing() throws IOException {
    assertThatThrownBy(() -> ClassFolders.read(folder.resolve("none")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("none: cannot be listed");
    add("1.png");
    assertThatThrownBy(() -> ClassFolders.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("classes is [], expected 2 to 100");
  }

  @Test
  void holdsOutAShareOfEveryClassAlwaysTheSame() throws IOException {
    for (int i = 0; i < 10; i++) {
      add("fear/" + i + ".png", "anger/" + i + ".png", "anger/1" + i + ".png");
    }
    DataSet set = ClassFolders.read(folder);

    DataSet split = set.heldOut(0.1, 0.2, 3);

    assertThat(count(split, Part.TEST)).isEqualTo(List.of(2, 1));
    assertThat(count(split, Part.VALIDATION)).isEqualTo(List.of(4, 2));
    assertThat(count(split, Part.TRAIN)).isEqualTo(List.of(14, 7));
    assertThat(split).isEqualTo(set.heldOut(0.1, 0.2, 3));
    assertThat(split.heldOut(0.5, 0.5, 3)).isSameAs(split);
    assertThat(set.heldOut(0, 0, 3)).isSameAs(set);
  }

  @Test
  void holdsOutAllCopiesOfAPictureOrNone() throws IOException {
    for (int i = 0; i < 10; i++) {
      Color colour = new Color(i, i, i);
      for (String copy : List.of("a", "b", "c")) {
        Pictures.plain(folder.resolve("fear/" + copy + i + ".png"), 10, colour);
      }
      Pictures.plain(folder.resolve("anger/" + i + ".png"), 10, new Color(0, i, 100));
    }

    DataSet split = ClassFolders.read(folder).heldOut(0.3, 0, 3);

    assertThat(count(split, Part.TEST)).isEqualTo(List.of(3, 9));
    assertThat(split.samples())
        .filteredOn(sample -> sample.part() == Part.TEST && sample.label() == 1)
        .extracting(sample -> sample.name().substring(6))
        .as("three copies of each of three")
        .allSatisfy(
            picture ->
                assertThat(split.samples())
                    .filteredOn(s -> s.name().endsWith(picture) && s.label() == 1)
                    .allMatch(s -> s.part() == Part.TEST));
  }

  @Test
  void aPictureWithVeryManyCopiesStays() throws IOException {
    for (int i = 0; i < 10; i++) {
      Pictures.plain(folder.resolve("fear/grey" + i + ".png"), 10, Color.GRAY);
      add("fear/" + i + ".png", "anger/" + i + ".png");
    }

    DataSet split = ClassFolders.read(folder).heldOut(0.2, 0, 3);

    assertThat(count(split, Part.TEST)).isEqualTo(List.of(2, 4));
    assertThat(split.samples())
        .filteredOn(sample -> sample.part() == Part.TEST)
        .noneMatch(sample -> sample.name().contains("grey"));
  }

  @Test
  void picturesThatOnlyBeginAlikeAreNotTheSame() throws IOException {
    byte[] bytes = new byte[40_000];
    for (String name : List.of("fear", "anger")) {
      Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < 3; i++) {
        bytes[39_999] = (byte) i;
        Files.write(folder.resolve(name + "/" + i + ".ppm"), bytes);
      }
      bytes[39_998] = 1;
    }

    assertThat(count(ClassFolders.read(folder).heldOut(0.3, 0, 3), Part.TEST))
        .isEqualTo(List.of(1, 1));
  }

  @Test
  void namesAClassWithTooFewDifferentPictures() throws IOException {
    add("anger/1.png", "anger/2.png");
    Pictures.plain(folder.resolve("fear/1.png"), 10, Color.GRAY);
    Pictures.plain(folder.resolve("fear/2.png"), 10, Color.GRAY);
    DataSet set = ClassFolders.read(folder);

    assertThatThrownBy(() -> set.heldOut(0.1, 0, 3))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("class 'fear' has 1 different pictures left");
  }

  private static List<Integer> count(DataSet set, Part part) {
    return List.of(0, 1).stream()
        .map(
            label ->
                (int)
                    set.samples().stream()
                        .filter(s -> s.part() == part && s.label() == label)
                        .count())
        .toList();
  }
}

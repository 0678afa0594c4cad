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

class RafDbTest {

  private static final List<String> ALL =
      List.of(
          "train_00001.jpg 1",
          "train_00002.jpg 2",
          "train_00003.jpg 3",
          "train_00004.jpg 4",
          "train_00005.jpg 5",
          "train_00006.jpg 6",
          "train_00007.jpg 7");

  @TempDir private Path folder;

  private void write(Path labels, List<String> lines) throws IOException {
    Files.createDirectories(labels.getParent());
    Files.write(labels, lines);
    for (String line : lines) {
      String name = line.split(" ", -1)[0].replace(".jpg", "_aligned.jpg");
      Pictures.plain(folder.resolve("Image/aligned").resolve(name), 100, Color.GRAY);
    }
  }

  @Test
  void translatesTheCodesOfTheDataSet() throws IOException {
    write(folder.resolve("list_patition_label.txt"), ALL);

    DataSet set = RafDb.read(folder);

    assertThat(set.samples())
        .extracting(sample -> set.classes().get(sample.label()))
        .containsExactly("surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral");
  }

  @Test
  void takesThePartFromTheNameAndTheAlignedPicture() throws IOException {
    write(
        folder.resolve("EmoLabel/list_patition_label.txt"),
        ALL.stream()
            .flatMap(line -> List.of(line, line.replace("train", "test")).stream())
            .toList());

    List<Sample> samples = RafDb.read(folder).samples();

    assertThat(samples).hasSize(14);
    assertThat(samples.get(0).part()).isEqualTo(Part.TRAIN);
    assertThat(samples.get(1).part()).isEqualTo(Part.TEST);
    assertThat(samples.get(1).name()).isEqualTo("test_00001.jpg");
    assertThat(samples.get(1).file())
        .isEqualTo(folder.resolve("Image/aligned/test_00001_aligned.jpg"));
  }

  @Test
  void namesACodeThatIsNone() throws IOException {
    write(folder.resolve("list_patition_label.txt"), List.of("train_00001.jpg 8"));

    assertThatThrownBy(() -> RafDb.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("list_patition_label.txt, line 1: '8' in column 2")
        .hasMessageContaining("from 1 to 7");
  }

  @Test
  void namesAPictureOfNoPart() throws IOException {
    write(folder.resolve("list_patition_label.txt"), List.of("00001.jpg 1"));

    assertThatThrownBy(() -> RafDb.read(folder))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("line 1: '00001.jpg' begins with neither");
  }

  @Test
  void namesAMissingPictureAndAMissingList() throws IOException {
    assertThatThrownBy(() -> RafDb.read(folder))
        .hasMessageContaining("list_patition_label.txt: no such file");

    Files.write(folder.resolve("list_patition_label.txt"), ALL);
    assertThatThrownBy(() -> RafDb.read(folder).complete())
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("train_00001");
  }
}

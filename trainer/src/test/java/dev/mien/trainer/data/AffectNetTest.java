// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Box;
import dev.mien.runtime.StageFailure;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AffectNetTest {

  private static final String HEADER =
      "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal";

  @TempDir private Path folder;

  /** Writes a list with a row for each code, and the pictures. */
  private Path write(String name, int... codes) throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER));
    for (int code : codes) {
      String picture = "%d/%s-%d.png".formatted(689 + code, name, code);
      lines.add(picture + ",134,135,899,898,181.6;530.9;189.4;622.8," + code + ",-0.05,0.18");
      Pictures.plain(folder.resolve("Manually_Annotated_Images").resolve(picture), 20, Color.GRAY);
    }
    return Files.write(folder.resolve(name + ".csv"), lines);
  }

  @Test
  void translatesTheCodesOfTheDataSetWithContempt() throws IOException {
    write("training", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    DataSet set = AffectNet.read(folder, true);

    assertThat(set.source()).isEqualTo("affectnet8");
    assertThat(set.samples())
        .extracting(sample -> set.classes().get(sample.label()))
        .containsExactly(
            "neutral", "happiness", "sadness", "surprise", "fear", "disgust", "anger", "contempt");
  }

  @Test
  void leavesContemptOutOfSevenClasses() throws IOException {
    write("training", 0, 1, 2, 3, 4, 5, 6, 7);

    DataSet set = AffectNet.read(folder, false);

    assertThat(set.samples()).hasSize(7);
    assertThat(set.classes()).hasSize(7).doesNotContain("contempt");
  }

  @Test
  void keepsWhereTheFaceIsAndTestsWithTheValidationList() throws IOException {
    write("training", 0, 1, 2, 3, 4, 5, 6);
    write("validation", 6, 5, 4, 3, 2, 1, 0);

    List<Sample> samples = AffectNet.read(folder, false).samples();

    assertThat(samples.get(0).face()).isEqualTo(new Box(134, 135, 899, 898));
    assertThat(samples.get(0).part()).isEqualTo(Part.TRAIN);
    assertThat(samples.get(7).part()).isEqualTo(Part.TEST);
    assertThat(samples.get(7).name()).isEqualTo("695/validation-6.png");
  }

  @Test
  void namesTheLineAndValueOfACodeThatIsNone() throws IOException {
    write("training", 0, 11);

    assertThatThrownBy(() -> AffectNet.read(folder, false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("training.csv, line 3: '11' in column 7");
  }

  @Test
  void namesABoxThatIsNone() throws IOException {
    Path list = write("training", 0);
    Files.writeString(list, Files.readString(list).replace("134,135,899", "134,wide,899"));

    assertThatThrownBy(() -> AffectNet.read(folder, false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("line 2: 'wide' in column 3");
  }

  @Test
  void aRowWithoutABoxIsOfTheWholePicture() throws IOException {
    Path list = write("training", 0, 1, 2, 3, 4, 5, 6);
    Files.writeString(
        list, Files.readString(list).replaceFirst("134,135,899,898", "NULL,NULL,NULL,NULL"));

    List<Sample> samples = AffectNet.read(folder, false).samples();

    assertThat(samples.get(0).face()).isNull();
    assertThat(samples.get(1).face()).isNotNull();
  }

  @Test
  void namesAListThatIsMissing() {
    assertThatThrownBy(() -> AffectNet.read(folder, false))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("training.csv: no such file");
  }
}

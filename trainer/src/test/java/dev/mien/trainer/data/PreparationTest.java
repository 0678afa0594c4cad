// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.mien.detector.align.FaceAligner;
import dev.mien.detector.image.Picture;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnConfig;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.events.Box;
import dev.mien.runtime.StageFailure;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparationTest {

  @TempDir private Path folder;
  private Path out;
  private Path frame;
  private Path small;
  private Path empty;

  @BeforeEach
  void makePictures() throws IOException {
    out = folder.resolve("out.faces");
    frame = Pictures.frame(folder.resolve("in/frame.jpg"));
    small = Pictures.smallFace(folder.resolve("in/small.png"));
    empty = Pictures.plain(folder.resolve("in/empty.png"), 60, Color.GRAY);
  }

  private static Sample sample(Path file, @Nullable Box face) {
    return new Sample(file, file.getFileName().toString(), 0, List.of(), Part.TRAIN, face);
  }

  /** The samples, and one of the class that they do not have. */
  private DataSet set(Sample... samples) {
    List<Sample> all = new ArrayList<>(List.of(samples));
    all.add(new Sample(empty, "last.png", 1, List.of(), Part.TRAIN, null));
    return new DataSet("folder", folder, List.of("calm", "glad"), all);
  }

  @Test
  void alignsAsThePipelineDoes() throws Exception {
    new Preparation(8, 1, false).run(set(sample(frame, null)), out, () -> {});

    try (Mtcnn mtcnn = Mtcnn.open(MtcnnConfig.defaults(), MtcnnListener.NONE);
        Picture picture = Picture.read(frame);
        Picture expected =
            new FaceAligner().cut(picture, mtcnn.detect(picture).get(0).landmarks(), 8);
        FaceSet faces = FaceSet.open(out)) {
      assertThat(faces.side()).isEqualTo(128);
      assertThat(faces.margin()).isEqualTo(8);
      assertThat(faces.detected(0)).isTrue();
      assertThat(meanDifference(pixels(faces, 0), expected.rgb())).isLessThan(12);
    }
  }

  @Test
  void findsAFaceThatFillsAPictureOf48Pixels() throws IOException {
    new Preparation(8, 1, false).run(set(sample(frame, null), sample(small, null)), out, () -> {});

    try (FaceSet faces = FaceSet.open(out)) {
      assertThat(faces.detected(1)).isTrue();
      assertThat(meanDifference(grey(pixels(faces, 0)), pixels(faces, 1))).isLessThan(25);
    }
  }

  @Test
  void takesTheUsualPlaceWhereThereIsNoFace() throws IOException {
    new Preparation(0, 1, false).run(set(sample(small, null), sample(empty, null)), out, () -> {});

    try (FaceSet faces = FaceSet.open(out)) {
      assertThat(faces.detected(0)).isTrue();
      assertThat(faces.detected(1)).isFalse();
      assertThat(pixels(faces, 1)).containsOnly(128);
    }
  }

  @Test
  void looksWhereTheDataSetSaysThatTheFaceIs() throws IOException {
    Box wall = new Box(280, 20, 100, 100);
    new Preparation(8, 1, false)
        .run(set(sample(frame, Pictures.FACE), sample(frame, wall)), out, () -> {});

    try (FaceSet faces = FaceSet.open(out)) {
      assertThat(faces.detected(0)).isTrue();
      assertThat(faces.detected(1)).isFalse();
    }
  }

  @Test
  void anyNumberOfThreadsWritesTheSameFile() throws IOException {
    Path other = folder.resolve("other.faces");
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      samples.add(sample(List.of(frame, small, empty).get(i % 3), null));
    }
    DataSet set = set(samples.toArray(Sample[]::new));
    int[] steps = new int[1];

    new Preparation(8, 1, false).run(set, out, () -> steps[0]++);
    new Preparation(8, 3, false).run(set, other, () -> {});

    assertThat(other).hasSameBinaryContentAs(out);
    assertThat(steps[0]).isEqualTo(26);
  }

  @Test
  void namesAnUnreadablePictureAndWritesNothing() throws IOException {
    Path broken = Files.writeString(folder.resolve("in/broken.png"), "no picture");

    assertThatThrownBy(
            () ->
                new Preparation(8, 2, false)
                    .run(set(sample(small, null), sample(broken, null)), out, () -> {}))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("1 of 3 pictures cannot be read")
        .hasMessageContaining("broken.png: unreadable picture");
    assertThat(out).doesNotExist();
  }

  @Test
  void leavesUnreadablePicturesOutIfThatIsWished() throws IOException {
    Path broken = Files.createFile(folder.resolve("in/broken.png"));

    List<String> leftOut =
        new Preparation(8, 2, true)
            .run(set(sample(broken, null), sample(small, null)), out, () -> {});

    assertThat(leftOut).singleElement().asString().contains("broken.png: unreadable picture");
    try (FaceSet faces = FaceSet.open(out)) {
      assertThat(faces.size()).isEqualTo(2);
      assertThat(faces.detected(0)).isTrue();
    }
  }

  @Test
  void namesPicturesThatAreMissingOrGoesOnWithoutThem() {
    Path nowhere = folder.resolve("in/none.png");
    DataSet set = set(sample(nowhere, null), sample(small, null));

    assertThatThrownBy(set::complete)
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("none.png: no such readable file");
    assertThat(set.missing()).containsExactly(nowhere);
    assertThat(set.thoseThere().samples()).hasSize(2);
  }

  @Test
  void saysAtOnceThatTheFileCannotBeWritten() {
    Path nowhere = folder.resolve("none/out.faces");

    assertThatThrownBy(
            () ->
                new Preparation(8, 2, false)
                    .run(set(sample(small, null)), nowhere, () -> fail("a step was done")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("none/out.faces: cannot be written");
  }

  @Test
  void refusesWhatItCannotDo() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preparation(65, 1, false))
        .withMessageContaining("margin is 65");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Preparation(-1, 1, false))
        .withMessageContaining("margin is -1");
  }

  private static byte[] pixels(FaceSet faces, int face) {
    byte[] rgb = new byte[3 * faces.side() * faces.side()];
    faces.pixels(face, rgb);
    return rgb;
  }

  private static byte[] grey(byte[] rgb) {
    byte[] grey = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      int pixel = i / 3 * 3;
      int sum =
          299 * (rgb[pixel] & 0xFF) + 587 * (rgb[pixel + 1] & 0xFF) + 114 * (rgb[pixel + 2] & 0xFF);
      grey[i] = (byte) (sum / 1000);
    }
    return grey;
  }

  private static double meanDifference(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return sum / a.length;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.events.Scores;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFileTest {

  private static final DeviceChoice CPU = new DeviceChoice.Cpu();

  @TempDir private Path folder;

  @Test
  void fileBringsItsOwnClassesAndPreprocessing() throws IOException {
    Path file = new TinyModel().with("input", "N x 3 x 8 x 8, BGR, (x - 0) / 51").write(folder);

    try (EmotionModel model = EmotionModel.open(file, CPU, 1)) {
      Scores scores = model.classify(List.of(plain(51, 0, 102))).get(0);

      // Blue comes first: logits 2, 0, 1.
      double sum = Math.exp(2) + 1 + Math.E;
      assertThat(scores.of("red")).isCloseTo((float) (Math.exp(2) / sum), within(1e-6f));
      assertThat(scores.of("green")).isCloseTo((float) (1 / sum), within(1e-6f));
      assertThat(scores.of("blue")).isCloseTo((float) (Math.E / sum), within(1e-6f));
    }
  }

  @Test
  void temperatureOfTheFileIsApplied() throws IOException {
    Path file = new TinyModel().with("temperature", "0.5").write(folder);

    try (EmotionModel model = EmotionModel.open(file, CPU, 1)) {
      Scores scores = model.classify(List.of(plain(255, 0, 0))).get(0);

      assertThat(scores.of("red"))
          .isCloseTo((float) (Math.exp(2) / (Math.exp(2) + 2)), within(1e-6f));
    }
  }

  @Test
  void fileWithoutVersionIsKnownByItsHash() throws IOException {
    Path file = new TinyModel().without("version").write(folder);

    try (EmotionModel model = EmotionModel.open(file, CPU, 1)) {
      assertThat(model.metadata().version()).matches("sha256-[0-9a-f]{12}");
    }
  }

  @Test
  void missingFileIsNamed() {
    Path file = folder.resolve("nowhere.onnx");

    assertRefused(file, "nowhere.onnx");
  }

  @Test
  void otherBytesAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.onnx"), "this is no network");

    assertRefused(file, "notes.onnx");
  }

  @Test
  void fileThatIsCutShortIsRefused() throws IOException {
    Path file = new TinyModel().write(folder);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertRefused(file, "tiny.onnx");
  }

  @Test
  void missingMetadataIsNamed() throws IOException {
    assertRefused(new TinyModel().without("classes").write(folder), "lacks 'classes'");
  }

  @Test
  void numberOfClassesHasToBeThatOfTheLogits() throws IOException {
    Path file = new TinyModel().with("classes", "red,green").write(folder);

    assertRefused(file, "'logits' has the shape (2, 3)", "[red, green]");
  }

  @Test
  void inputHasToBeWhatTheMetadataSay() throws IOException {
    Path file = new TinyModel().with("input", "N x 3 x 16 x 8, RGB, (x - 0) / 255").write(folder);

    assertRefused(file, "16");
  }

  @Test
  void outputsNeedTheirNames() throws IOException {
    assertRefused(
        new TinyModel().output("scores").write(folder),
        "no output 'logits'",
        "[scores, attention]");
  }

  @Test
  void networkOfOnePictureAtATimeIsRefused() throws IOException {
    assertRefused(new TinyModel().single().write(folder), "Expected: 1");
  }

  @Test
  void networkThatGivesNoNumbersIsRefused() throws IOException {
    // The logarithm of a black picture.
    assertRefused(new TinyModel().behind("Log").write(folder), "not finite");
  }

  private static void assertRefused(Path file, String... reasons) {
    assertThatThrownBy(() -> EmotionModel.open(file, CPU, 1))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(reasons)
        .hasMessageContaining("bundled model");
  }

  private static FaceImage plain(int red, int green, int blue) {
    byte[] rgb = new byte[8 * 8 * 3];
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = (byte) red;
      rgb[i + 1] = (byte) green;
      rgb[i + 2] = (byte) blue;
    }
    return FaceImage.ofRgb(8, 8, rgb);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.classifier.FaceSamples;
import dev.mien.events.BadRecord;
import dev.mien.events.Scores;
import dev.mien.events.Topics;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmotionModelTest {

  private EmotionModel model;

  @BeforeAll
  void open() {
    model = EmotionModel.open(null, new DeviceChoice.Cpu(), 0);
  }

  @AfterAll
  void close() {
    model.close();
  }

  @Test
  void bundledModelSaysWhatItIs() {
    assertThat(model.metadata().classes()).isEqualTo(Topics.DEFAULT_CLASSES);
    assertThat(model.metadata().version()).isEqualTo("mobilefacenet-81f0d8ff3bca");
    assertThat(model.metadata().preprocessing()).hasToString(Preprocessing.EXAMPLE);
    assertThat(model.device()).isEqualTo("cpu");
  }

  /** What Pillow, NumPy and ONNX Runtime make of the same files in Python, temperature included. */
  @ParameterizedTest
  @CsvSource({
    "laughing, 0.000034, 0.996087, 0.000308, 0.000029, 0.000039, 0.003241, 0.000262",
    "smiling,  0.000135, 0.995566, 0.000085, 0.000050, 0.000049, 0.003825, 0.000289",
    "serious,  0.600628, 0.000663, 0.000121, 0.372303, 0.001614, 0.023632, 0.001039",
    "calm,     0.664699, 0.321909, 0.000123, 0.000617, 0.000112, 0.011950, 0.000590"
  })
  void probabilitiesAreThoseOfTheReference(
      String face,
      float neutral,
      float happiness,
      float surprise,
      float sadness,
      float anger,
      float disgust,
      float fear)
      throws Exception {
    Scores scores = model.classify(List.of(decode(face))).get(0);

    float[] expected = {neutral, happiness, surprise, sadness, anger, disgust, fear};
    assertThat(values(scores)).containsExactly(expected, within(1e-5f));
  }

  @Test
  void faceHasTheSameScoresInAnyBatch() throws Exception {
    List<Scores> alone = new ArrayList<>();
    for (String name : FaceSamples.NAMES) {
      alone.addAll(model.classify(List.of(decode(name))));
    }
    for (int size : new int[] {2, 3, 7, 8, 16, 33, 64}) {
      List<FaceImage> batch = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        batch.add(decode(FaceSamples.NAMES.get(i % 4)));
      }

      List<Scores> together = model.classify(batch);

      for (int i = 0; i < size; i++) {
        assertThat(values(together.get(i)))
            .as("face %d of %d", i, size)
            .containsExactly(values(alone.get(i % 4)), within(1e-5f));
      }
    }
  }

  @Test
  void noFacesHaveNoScores() {
    assertThat(model.classify(List.of())).isEmpty();
  }

  @Test
  void missingCudaMeansTheProcessor() {
    try (EmotionModel fallen = EmotionModel.open(null, new DeviceChoice.Cuda(7), 1)) {
      assertThat(fallen.device()).isEqualTo("cpu");
    }
  }

  private FaceImage decode(String name) throws BadRecord {
    return FaceImage.ofPng(FaceSamples.png(name));
  }

  private static float[] values(Scores scores) {
    float[] values = new float[scores.byClass().size()];
    int i = 0;
    for (float value : scores.byClass().values()) {
      values[i++] = value;
    }
    return values;
  }
}

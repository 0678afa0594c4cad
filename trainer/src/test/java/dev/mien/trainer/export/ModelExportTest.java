// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.events.GoldenBatch;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.PaintedFaces;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.evaluate.Evaluation;
import dev.mien.trainer.evaluate.Predictions;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.MobileFaceNet;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.run.Accuracy;
import dev.mien.trainer.run.EpochResult;
import dev.mien.trainer.run.Origin;
import dev.mien.trainer.run.StartWeights;
import dev.mien.trainer.run.TrainConfig;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {

  private static final List<String> CLASSES = List.of("calm", "fear", "disgust");
  private static final EpochResult EPOCH =
      new EpochResult(
          1, 2, 1.5, 0.25, 1e-4, 60, 100, Map.of("validation", new Accuracy(0.5, 0.4, List.of())));

  private final ExpressionNetwork network = new ExpressionNetwork(new MobileFaceNet(), 3);

  @TempDir private Path folder;

  @Test
  void whatIsWrittenIsWhatWasMeasured() throws IOException {
    List<Integer> done = new ArrayList<>();
    Path out = folder.resolve("made/here");

    try (FaceSet faces = painted().write(folder.resolve("painted.faces"));
        Parameters parameters = tempered()) {
      ModelExport.Result result = ModelExport.write(run(faces, parameters), out, null, done::add);

      assertThat(result.agreement().pictures()).isEqualTo(6);
      assertThat(done.get(done.size() - 1)).isEqualTo(ModelExport.steps(faces)).isEqualTo(12);
      assertThat(out).isDirectoryNotContaining("glob:**.unfinished");
      assertThat(Evaluation.read(out.resolve("metrics.json"))).isEqualTo(result.test());
      assertServedAsMeasured(result, faces);
      assertThat(out.resolve("report.html")).content().contains(result.test().model());
      assertThat(out.resolve("model-card.md"))
          .content()
          .contains("1,234", faces.hash(), "first.pth (SHA-256 abcdef)")
          .contains("faces in 1 epochs", "Epoch, temperature and thresholds were chosen");
      assertServedAsTrained(result);
      assertThatThrownBy(() -> ModelExport.check(faces, result.validation()))
          .isInstanceOf(StageFailure.class)
          .hasMessageContainingAll("validation part", "test part", faces.hash());
      assertThat(Files.readString(result.model(), StandardCharsets.ISO_8859_1))
          .contains("data.sha256", faces.hash(), "metrics.test.mean", "setting.method.lambda")
          .contains("start.weights", "first.pth (SHA-256 abcdef)", "epoch.kept", ", commit ");
    }
  }

  @Test
  void whatWasLearnedFromDoesNotCalibrate() throws IOException {
    double alone = temperature(painted(), "alone");

    PaintedFaces withLearned = painted();
    for (int i = 0; i < 12; i++) {
      withLearned
          .plain(i % 3, Part.TRAIN, 20 * i, 0, 0)
          .plain(i % 3, Part.VALIDATION, 20 * i, 0, 0);
    }
    assertThat(temperature(withLearned, "learned")).isEqualTo(alone);

    PaintedFaces withOthers = painted();
    for (int i = 0; i < 12; i++) {
      withOthers.plain(i % 3, Part.VALIDATION, 20 * i, 0, 0);
    }
    assertThat(temperature(withOthers, "others")).isNotEqualTo(alone);
  }

  private double temperature(PaintedFaces painted, String name) throws IOException {
    try (FaceSet faces = painted.write(folder.resolve(name + ".faces"));
        Parameters parameters = tempered()) {
      return ModelExport.write(run(faces, parameters), folder.resolve(name), null, done -> {})
          .temperature();
    }
  }

  private static PaintedFaces painted() {
    PaintedFaces painted = new PaintedFaces(116, 2, CLASSES);
    for (int i = 0; i < 12; i++) {
      painted.noise(i % 3, i % 2 == 0 ? Part.VALIDATION : Part.TEST);
    }
    return painted;
  }

  private FinishedRun run(FaceSet faces, Parameters parameters) {
    return new FinishedRun(
        TrainConfig.defaults(),
        Origin.now(faces.hash(), new StartWeights("first.pth", "abcdef", List.of())),
        1,
        List.of(EPOCH),
        network,
        parameters,
        faces,
        1_234);
  }

  @Test
  void aSetWithoutATestPartIsRefusedEarly() throws IOException {
    PaintedFaces painted = new PaintedFaces(112, 0, CLASSES).noise(0, Part.VALIDATION);

    try (FaceSet faces = painted.write(folder.resolve("painted.faces"))) {
      assertThatThrownBy(() -> ModelExport.check(faces, null))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("test part");
    }
  }

  /** The logits of the golden faces are those of the training engine. */
  private static void assertServedAsTrained(ModelExport.Result result) {
    try (EmotionModel model = EmotionModel.open(result.model(), new DeviceChoice.Cpu(), 1)) {
      GoldenBatch golden = GoldenFaces.of(model.properties()).orElseThrow();
      List<float[]> logits = model.logits(GoldenFaces.all());

      for (int i = 0; i < logits.size(); i++) {
        for (int j = 0; j < CLASSES.size(); j++) {
          assertThat(golden.logits().get(i).get(j)).isCloseTo(logits.get(i)[j], within(1e-4f));
        }
      }
      assertThat(model.properties())
          .containsEntry(
              "metrics.test.accuracy." + CLASSES.get(0),
              String.format(
                  java.util.Locale.ROOT, "%.6f", result.test().classes().get(0).accuracy()));
    }
  }

  private static void assertServedAsMeasured(ModelExport.Result result, FaceSet faces) {
    try (EmotionModel model = EmotionModel.open(result.model(), new DeviceChoice.Cpu(), 1)) {
      Predictions served = Predictions.of(model, faces, faces.indices(Part.TEST), n -> {});

      assertThat(model.metadata().temperature()).isEqualTo(result.temperature());
      assertThat(model.metadata().classes()).isEqualTo(CLASSES);
      assertThat(model.metadata().version()).startsWith("mobilefacenet-");
      assertThat(served.logLoss()).isCloseTo(result.test().logLoss(), within(1e-4));
    }
  }

  /** Random weights that are not sure of anything. */
  private Parameters tempered() {
    Parameters parameters = Parameters.initialised(network, 2);
    StoredTensor weight = StoredTensor.copyOf(parameters.get("classifier.weight"));
    FloatBuffer values = weight.values();
    float[] small = new float[values.remaining()];
    for (int i = 0; i < small.length; i++) {
      small[i] = values.get(i) * 1e-3f;
    }
    parameters.load(Map.of("classifier.weight", new StoredTensor(weight.shape(), small)));
    return parameters;
  }
}

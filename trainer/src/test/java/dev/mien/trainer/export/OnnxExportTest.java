// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.events.Face;
import dev.mien.events.Scores;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.MobileFaceNet;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.network.TorchGraph;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxExportTest {

  private static final Difference SMALL = new Difference(1e-5, 5);

  static List<Backbone> backbones() {
    return Backbone.all();
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void theFileComputesWhatTheEngineComputes(Backbone backbone) {
    ExpressionNetwork network = new ExpressionNetwork(backbone, 7);
    try (Parameters parameters = Parameters.initialised(network, 3)) {
      temper(network, parameters);
      byte[] model = OnnxExport.write(network, parameters.stored(), Map.of());

      Agreement agreement = Agreement.of(network, parameters, model, noise(2));

      assertThat(agreement.checked().pictures()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("backbones")
  void theClassifierTakesTheFile(Backbone backbone, @TempDir Path folder) throws IOException {
    ExpressionNetwork network = new ExpressionNetwork(backbone, 3);
    String form = backbone.preprocessing().toString();
    Map<String, String> metadata =
        Map.of("version", "v7", "classes", "calm,fear,disgust", "input", form);
    try (Parameters parameters = Parameters.initialised(network, 3)) {
      byte[] bytes = OnnxExport.write(network, parameters.stored(), metadata);
      Path file = Files.write(folder.resolve("model.onnx"), bytes);

      try (EmotionModel model = EmotionModel.open(file, new DeviceChoice.Cpu(), 1)) {
        List<Scores> scores = model.classify(noise(3));

        assertThat(scores).hasSize(3);
        assertThat(model.metadata().version()).isEqualTo("v7");
        assertThat(model.metadata().classes()).containsExactly("calm", "fear", "disgust");
      }
    }
  }

  @Test
  void theDefaultNetworkIsSmall() {
    ExpressionNetwork network = new ExpressionNetwork(new MobileFaceNet(), 7);
    try (Parameters parameters = Parameters.initialised(network, 3)) {
      assertThat(OnnxExport.write(network, parameters.stored(), Map.of()).length)
          .as("bytes")
          .isLessThan(8_000_000);
    }
  }

  @Test
  void aDifferenceIsAFailure() {
    assertThat(new Agreement(100, SMALL, new Difference(9e-5, 1)).checked()).isNotNull();
    for (double large : new double[] {2e-4, Double.POSITIVE_INFINITY, Double.NaN}) {
      Difference different = new Difference(large, 1);
      assertFails(new Agreement(100, different, SMALL), "100 pictures", "0.00010 at most");
      assertFails(new Agreement(100, SMALL, different), "100 pictures", "0.00010 at most");
    }
  }

  @Test
  void largeNumbersMayDifferByTheirRounding() {
    assertThat(new Agreement(100, SMALL, new Difference(2e-4, 30)).checked()).isNotNull();
    assertFails(new Agreement(100, SMALL, new Difference(4e-4, 30)), "0.00030 at most");
  }

  private static void assertFails(Agreement agreement, String... message) {
    assertThatThrownBy(agreement::checked)
        .isInstanceOf(StageFailure.class)
        .hasMessageContainingAll(message);
  }

  @Test
  void aDifferenceIsTheLargestOfAll() {
    FloatBuffer expected = FloatBuffer.wrap(new float[] {1, -20, 3});

    assertThat(Difference.of(expected, new float[] {1, -20.5f, 3.25f}))
        .isEqualTo(new Difference(0.5, 20));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNotFiniteDiffers(float broken) {
    float[] good = {1, 2};
    float[] bad = {broken, 2};

    assertThat(Difference.of(FloatBuffer.wrap(good), good).isRounding()).isTrue();
    assertThat(Difference.of(FloatBuffer.wrap(good), bad).isRounding()).isFalse();
    assertThat(Difference.of(FloatBuffer.wrap(bad), good).isRounding()).isFalse();
    assertThat(Difference.of(FloatBuffer.wrap(bad), bad).isRounding()).isFalse();
  }

  /** Random weights make maps of thousands, where rounding is large; here they end at 5. */
  @SuppressWarnings("try") // The scope only has to end.
  private static void temper(ExpressionNetwork network, Parameters parameters) {
    try (PointerScope scope = new PointerScope()) {
      Preprocessing form = network.backbone().preprocessing();
      torch.manual_seed(4);
      Tensor pictures = torch.randn(1, 3, form.height(), form.width());
      Tensor maps = network.apply(TorchGraph.evaluating(parameters), pictures).attention();
      Scalar factor = new Scalar(5 / maps.abs().max().item_float());
      Tensor weight = parameters.get("classifier.weight").mul(factor);
      parameters.load(Map.of("classifier.weight", StoredTensor.copyOf(weight)));
    }
  }

  /** Faces as they travel, whatever size a network takes. */
  private static List<FaceImage> noise(int count) {
    Random random = new Random(5);
    List<FaceImage> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] rgb = new byte[3 * Face.SIDE * Face.SIDE];
      random.nextBytes(rgb);
      pictures.add(FaceImage.ofRgb(Face.SIDE, Face.SIDE, rgb));
    }
    return pictures;
  }
}

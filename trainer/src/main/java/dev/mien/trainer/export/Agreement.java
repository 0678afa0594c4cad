// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.model.InferenceEngine;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.detector.onnx.OnnxNetwork;
import dev.mien.detector.onnx.Outputs;
import dev.mien.events.GoldenBatch;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.ExpressionNetwork.Output;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.network.TorchGraph;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How far a model file is from the training engine.
 *
 * @param pictures that were compared
 * @param logits how far those of all classes are apart
 * @param attention how far the maps of all classes are apart
 */
public record Agreement(int pictures, Difference logits, Difference attention) {

  private static final int BATCH = 10;

  /**
   * Runs pictures through both.
   *
   * @param parameters of the network, on any device
   * @param model what {@link OnnxExport} made of them
   * @throws StageFailure if ONNX Runtime does not take the file
   */
  public static Agreement of(
      ExpressionNetwork network, Parameters parameters, byte[] model, List<FaceImage> pictures) {
    InferenceEngine.load();
    Difference logits = Difference.NONE;
    Difference attention = Difference.NONE;
    try (OnnxNetwork onnx = OnnxNetwork.open(model, 1)) {
      for (int from = 0; from < pictures.size(); from += BATCH) {
        List<FaceImage> batch = pictures.subList(from, Math.min(from + BATCH, pictures.size()));
        Agreement one = ofBatch(network, parameters, onnx, batch);
        logits = logits.and(one.logits());
        attention = attention.and(one.attention());
      }
    } catch (IOException e) {
      throw new StageFailure("the exported network does not load: " + e.getMessage(), e);
    }
    return new Agreement(pictures.size(), logits, attention);
  }

  /**
   * Returns this if it is rounding only.
   *
   * @throws StageFailure if a difference is more than that
   */
  public Agreement checked() {
    if (!logits.isRounding() || !attention.isRounding()) {
      throw new StageFailure(
          ("on %d pictures the exported network differs from the trained one by %s in its logits and %s"
                  + " in its attention maps: do not use the file; train in full precision, or report this")
              .formatted(pictures, logits, attention));
    }
    return this;
  }

  @SuppressWarnings("try") // Scope and guard work by being there.
  private static Agreement ofBatch(
      ExpressionNetwork network, Parameters parameters, OnnxNetwork onnx, List<FaceImage> batch) {
    Preprocessing form = network.backbone().preprocessing();
    float[] values = values(form, batch);
    long[] shape = {batch.size(), 3, form.height(), form.width()};
    Outputs written = onnx.run(FloatBuffer.wrap(values), shape);
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor input = AbstractTensor.create(values, shape).to(device(parameters), ScalarType.Float);
      Output<Tensor> trained = network.apply(TorchGraph.evaluating(parameters), input);
      return new Agreement(
          batch.size(),
          difference(trained.logits(), written.of(EmotionModel.LOGITS)),
          difference(trained.attention(), written.of(EmotionModel.ATTENTION)));
    }
  }

  /** Returns what the training engine makes of the faces that every model file is tried on. */
  @SuppressWarnings("try") // Scope and guard work by being there.
  static GoldenBatch golden(ExpressionNetwork network, Parameters parameters) {
    Preprocessing form = network.backbone().preprocessing();
    List<FaceImage> faces = GoldenFaces.all();
    long[] shape = {faces.size(), 3, form.height(), form.width()};
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor input =
          AbstractTensor.create(values(form, faces), shape)
              .to(device(parameters), ScalarType.Float);
      FloatBuffer logits =
          StoredTensor.copyOf(network.apply(TorchGraph.evaluating(parameters), input).logits())
              .values();
      List<float[]> rows = new ArrayList<>();
      for (int i = 0; i < faces.size(); i++) {
        float[] row = new float[network.classes()];
        logits.get(row);
        rows.add(row);
      }
      return GoldenFaces.batch(rows);
    }
  }

  private static float[] values(Preprocessing form, List<FaceImage> faces) {
    float[] values = new float[faces.size() * form.values()];
    for (int i = 0; i < faces.size(); i++) {
      form.write(faces.get(i), values, i * form.values());
    }
    return values;
  }

  private static Device device(Parameters parameters) {
    return parameters.get(parameters.names().get(0)).device();
  }

  private static Difference difference(Tensor tensor, float[] numbers) {
    FloatBuffer values = StoredTensor.copyOf(tensor).values();
    if (values.remaining() != numbers.length) {
      throw new StageFailure(
          "the exported network gives %d numbers, the trained one %d"
              .formatted(numbers.length, values.remaining()));
    }
    return Difference.of(values, numbers);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.trainer.export.OnnxNodes.Value;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.ExpressionNetwork.Output;
import dev.mien.trainer.weights.StoredTensor;
import java.util.Map;

/** Writes a network with its weights as the ONNX file that the classifier takes. */
final class OnnxExport {

  private OnnxExport() {}

  /**
   * Returns the file: input N x 3 x H x W with a free N, outputs {@value EmotionModel#LOGITS} and
   * {@value EmotionModel#ATTENTION}.
   *
   * @param weights of the network, by name
   * @param metadata of the file, in the map's order
   */
  public static byte[] write(
      ExpressionNetwork network, Map<String, StoredTensor> weights, Map<String, String> metadata) {
    String name = network.backbone().name();
    OnnxNodes nodes = new OnnxNodes(name);
    OnnxGraph graph = new OnnxGraph(nodes, parameter -> numbers(parameter, weights));
    Preprocessing form = network.backbone().preprocessing();
    String height = Integer.toString(form.height());
    String width = Integer.toString(form.width());
    Output<Value> output = network.apply(graph, nodes.input("input", "N", "3", height, width));
    String classes = Integer.toString(network.classes());
    nodes.output(EmotionModel.LOGITS, output.logits(), "N", classes);
    nodes.output(EmotionModel.ATTENTION, output.attention(), "N", classes, "h", "w");
    return nodes.model(metadata);
  }

  private static float[] numbers(String parameter, Map<String, StoredTensor> weights) {
    StoredTensor tensor = weights.get(parameter);
    if (tensor == null) {
      throw new IllegalArgumentException("no weight '" + parameter + "' to export");
    }
    float[] numbers = new float[tensor.values().remaining()];
    tensor.values().get(numbers);
    return numbers;
  }
}

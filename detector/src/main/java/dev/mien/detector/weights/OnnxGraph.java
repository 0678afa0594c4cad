// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import dev.mien.detector.onnx.OnnxAttribute;
import dev.mien.detector.onnx.OnnxWriter;
import java.util.List;
import java.util.Map;

/**
 * The operations of the detector's networks, written as ONNX. A value goes by the name of the node
 * that makes it, so each method takes the name of its input and returns that of its output.
 * Pictures are N x C x H x W.
 */
final class OnnxGraph {

  static final String INPUT = "pixels";

  /** Older than every ONNX Runtime of the last years, and has all that is needed. */
  private static final int OPSET = 13;

  private final OnnxWriter writer;

  OnnxGraph(String name) {
    writer = new OnnxWriter(name, OPSET);
  }

  /** Declares the input of colour pictures; a length is a number or the name of a free one. */
  String input(String height, String width) {
    return writer.input(INPUT, "N", "3", height, width);
  }

  /** Declares an output. */
  void output(String name, String... shape) {
    writer.output(name, shape);
  }

  /** Convolution, stride 1, without padding. */
  String conv(String name, String input, Tensor kernels, Tensor bias) {
    String w = tensor(name, "W", kernels);
    return writer.node("Conv", name, List.of(input, w, tensor(name, "B", bias)));
  }

  /** Rectifier that multiplies negative numbers by a slope, one for each number in the row. */
  String prelu(String name, String input, Tensor slopes) {
    return writer.node("PRelu", name, List.of(input, tensor(name, "slope", slopes)));
  }

  /**
   * The same on planes, with a slope for each channel, as y + (1 - slope) max(-y, 0): ONNX Runtime
   * does two convolutions of one weight per channel several times faster than one PRelu, see
   * RATIONALE.md.
   */
  String planePrelu(String name, String input, Tensor slopes) {
    String negated = scaled(name + ".negated", input, slopes.mapped(slope -> -1));
    String rectified = writer.node("Relu", name + ".rectified", List.of(negated));
    String lift = scaled(name + ".lift", rectified, slopes.mapped(slope -> 1 - slope));
    return writer.node("Add", name, List.of(input, lift));
  }

  /** Maximum over windows at stride 2, with {@code padding} pixels more below and to the right. */
  String maxPool(String name, String input, int window, int padding) {
    return writer.node(
        "MaxPool",
        name,
        List.of(input),
        OnnxAttribute.integers("kernel_shape", window, window),
        OnnxAttribute.integers("strides", 2, 2),
        OnnxAttribute.integers("pads", 0, 0, padding, padding));
  }

  /** All numbers of a picture in one row. */
  String flatten(String name, String input) {
    return writer.node("Flatten", name, List.of(input));
  }

  /** Matrix product with weights (inputs x outputs), plus bias. */
  String dense(String name, String input, Tensor weights, Tensor bias) {
    String w = tensor(name, "W", weights);
    return writer.node("Gemm", name, List.of(input, w, tensor(name, "B", bias)));
  }

  /** Logistic function of every number. */
  String sigmoid(String name, String input) {
    return writer.node("Sigmoid", name, List.of(input));
  }

  /** Returns the file with its metadata. */
  byte[] model(Map<String, String> metadata) {
    return writer.model(metadata);
  }

  private String tensor(String node, String role, Tensor tensor) {
    return writer.constant(node + "." + role, tensor.values(), tensor.shape());
  }

  /** Each channel times a number: a convolution that the runtime keeps in its blocked layout. */
  private String scaled(String name, String input, Tensor factors) {
    int channels = factors.shape().get(0);
    String kernels = tensor(name, "W", factors.reshaped(channels, 1, 1, 1));
    return writer.node(
        "Conv", name, List.of(input, kernels), OnnxAttribute.integer("group", channels));
  }
}

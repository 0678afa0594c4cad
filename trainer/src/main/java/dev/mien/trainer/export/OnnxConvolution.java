// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.detector.onnx.OnnxAttribute;
import dev.mien.trainer.export.OnnxNodes.Value;
import dev.mien.trainer.network.Conv;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A convolution that is written when its name is asked for. */
final class OnnxConvolution implements Value {

  private final OnnxNodes nodes;
  private final String plannedName;
  private final Value input;
  private final Conv conv;
  private final float[] weights;
  private final float @Nullable [] bias;
  private @Nullable String name;

  OnnxConvolution(
      OnnxNodes nodes,
      String plannedName,
      Value input,
      Conv conv,
      float[] weights,
      float @Nullable [] bias) {
    this.nodes = nodes;
    this.plannedName = plannedName;
    this.input = input;
    this.conv = conv;
    this.weights = weights;
    this.bias = bias;
  }

  /** Returns the convolution that makes what the scale makes of this one's result. */
  OnnxConvolution scaled(String newName, ChannelScale scale) {
    return new OnnxConvolution(
        nodes, newName, input, conv, scale.weights(weights), scale.bias(bias));
  }

  @Override
  public String name() {
    if (name == null) {
      name = write(nodes.unique(plannedName));
    }
    return name;
  }

  private String write(String unique) {
    int kernel = conv.kernel();
    List<Integer> shape = List.of(conv.outputs(), conv.inputs() / conv.groups(), kernel, kernel);
    String w = nodes.writer().constant(unique + ".weight", weights, shape);
    List<String> inputs =
        bias == null
            ? List.of(input.name(), w)
            : List.of(
                input.name(),
                w,
                nodes.writer().constant(unique + ".bias", bias, List.of(conv.outputs())));
    return nodes
        .writer()
        .node(
            "Conv",
            unique,
            inputs,
            OnnxAttribute.integers("strides", conv.stride(), conv.stride()),
            OnnxAttribute.integers(
                "pads", conv.before(), conv.before(), conv.after(), conv.after()),
            OnnxAttribute.integer("group", conv.groups()));
  }
}

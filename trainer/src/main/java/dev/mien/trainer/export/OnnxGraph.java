// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.detector.onnx.OnnxAttribute;
import dev.mien.trainer.export.OnnxNodes.Value;
import dev.mien.trainer.export.OnnxNodes.Written;
import dev.mien.trainer.network.Conv;
import dev.mien.trainer.network.Graph;
import dev.mien.trainer.network.Initializer;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network down as ONNX, as it is when it serves. A normalisation behind a convolution
 * becomes part of it: convolutions are written only when something else uses what they make.
 */
final class OnnxGraph implements Graph<Value> {

  private final OnnxNodes nodes;
  private final Function<String, float[]> parameters;

  /**
   * Begins a graph.
   *
   * @param nodes that it adds to
   * @param parameters gives the numbers of a parameter or buffer by its name, the last dimension
   *     fastest
   */
  OnnxGraph(OnnxNodes nodes, Function<String, float[]> parameters) {
    this.nodes = nodes;
    this.parameters = parameters;
  }

  @Override
  public Value conv(String name, Value input, Conv conv) {
    float @Nullable [] bias = conv.bias() ? parameters.apply(name + ".bias") : null;
    return new OnnxConvolution(nodes, name, input, conv, parameters.apply(name + ".weight"), bias);
  }

  @Override
  public Value batchNorm(String name, Value input, int channels) {
    ChannelScale scale = ChannelScale.ofBatchNorm(name, parameters);
    if (input instanceof OnnxConvolution convolution) {
      return convolution.scaled(name, scale);
    }
    Conv each = Conv.of(channels, channels, 1, 1).depthwise();
    return new OnnxConvolution(nodes, name, input, each, scale.factors(), scale.offsets());
  }

  /**
   * As y + (1 - slope) max(-y, 0): ONNX Runtime does two convolutions of one weight per channel
   * faster than one PRelu.
   */
  @Override
  public Value prelu(String name, Value input, int channels) {
    float[] slopes = parameters.apply(name);
    float[] negative = new float[channels];
    float[] lift = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      negative[channel] = -1;
      lift[channel] = 1 - slopes[channel];
    }
    Conv each = Conv.of(channels, channels, 1, 1).depthwise().withoutBias();
    Value negated = new OnnxConvolution(nodes, name + ".negated", input, each, negative, null);
    Value lifted = new OnnxConvolution(nodes, name + ".lift", relu(negated), each, lift, null);
    return nodes.node("Add", name, List.of(input, lifted));
  }

  @Override
  public Value relu(Value input) {
    return nodes.node("Relu", "relu", List.of(input));
  }

  @Override
  public Value relu6(Value input) {
    String name = nodes.unique("relu6");
    String lowest = nodes.writer().constant(name + ".min", new float[] {0}, List.of());
    String highest = nodes.writer().constant(name + ".max", new float[] {6}, List.of());
    return new Written(nodes.writer().node("Clip", name, List.of(input.name(), lowest, highest)));
  }

  @Override
  public Value add(Value left, Value right) {
    return nodes.node("Add", "add", List.of(left, right));
  }

  @Override
  public Value maxPool(Value input, int window, int stride, int padding) {
    return nodes.node(
        "MaxPool",
        "max_pool",
        List.of(input),
        OnnxAttribute.integers("kernel_shape", window, window),
        OnnxAttribute.integers("strides", stride, stride),
        OnnxAttribute.integers("pads", padding, padding, padding, padding));
  }

  @Override
  public Value globalAveragePool(Value input) {
    return nodes.node(
        "Flatten", "mean", List.of(nodes.node("GlobalAveragePool", "pool", List.of(input))));
  }

  @Override
  public Value linear(String name, Value input, int inputs, int outputs) {
    String unique = nodes.unique(name);
    float[] weights = parameters.apply(name + ".weight");
    float[] bias = parameters.apply(name + ".bias");
    String w = nodes.writer().constant(unique + ".weight", weights, List.of(outputs, inputs));
    String b = nodes.writer().constant(unique + ".bias", bias, List.of(outputs));
    return new Written(
        nodes
            .writer()
            .node("Gemm", unique, List.of(input.name(), w, b), OnnxAttribute.integer("transB", 1)));
  }

  @Override
  public Value linearMaps(String name, Value planes, int inputs, int outputs) {
    Conv conv = Conv.of(inputs, outputs, 1, 1).withoutBias();
    return new OnnxConvolution(
        nodes, name + ".maps", planes, conv, parameters.apply(name + ".weight"), null);
  }

  @Override
  public Value parameter(String name, Initializer initializer, long... shape) {
    return constant(name, parameters.apply(name), shape);
  }

  @Override
  public Value constant(String name, float[] values, long... shape) {
    List<Integer> lengths = LongStream.of(shape).mapToObj(Math::toIntExact).toList();
    return new Written(nodes.writer().constant(nodes.unique(name), values, lengths));
  }

  @Override
  public Value layerNorm(String name, Value input, int channels) {
    Value weight = parameter(name + ".weight", Initializer.ONE, channels);
    Value bias = parameter(name + ".bias", Initializer.ZERO, channels);
    return nodes.node(
        "LayerNormalization",
        name,
        List.of(input, weight, bias),
        OnnxAttribute.integer("axis", -1));
  }

  /** As x / 2 (1 + erf(x / sqrt 2)): the operator came with version 20. */
  @Override
  public Value gelu(Value input) {
    Value erf = nodes.node("Erf", "gelu.erf", List.of(scale(input, (float) Math.sqrt(0.5))));
    Value share = nodes.node("Add", "gelu.share", List.of(erf, nodes.number("gelu.one", 1)));
    return nodes.node("Mul", "gelu", List.of(scale(input, 0.5f), share));
  }

  @Override
  public Value softmax(Value input) {
    return nodes.node("Softmax", "softmax", List.of(input), OnnxAttribute.integer("axis", -1));
  }

  @Override
  public Value scale(Value input, float factor) {
    return nodes.node("Mul", "scale", List.of(input, nodes.number("scale.factor", factor)));
  }

  @Override
  public Value matmul(Value left, Value right) {
    return nodes.node("MatMul", "matmul", List.of(left, right));
  }

  @Override
  public Value reshape(Value input, long... shape) {
    return nodes.node("Reshape", "reshape", List.of(input, nodes.whole("reshape.shape", shape)));
  }

  @Override
  public Value permute(Value input, int... axes) {
    long[] order = IntStream.of(axes).asLongStream().toArray();
    return nodes.node(
        "Transpose", "permute", List.of(input), OnnxAttribute.integers("perm", order));
  }

  @Override
  public Value gather(Value input, int axis, long... indices) {
    return nodes.node(
        "Gather",
        "gather",
        List.of(input, nodes.whole("gather.indices", indices)),
        OnnxAttribute.integer("axis", axis));
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.detector.onnx.OnnxAttribute;
import dev.mien.detector.onnx.OnnxWriter;
import dev.mien.trainer.network.Conv;
import dev.mien.trainer.network.Graph;
import dev.mien.trainer.network.Start;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a network down as ONNX, as it is when it serves. A normalisation behind a convolution
 * becomes part of it: convolutions are written only when something else uses what they make.
 */
final class OnnxGraph implements Graph<OnnxGraph.Value> {

  /** What an operation makes. */
  interface Value {
    /** Returns the name of the node that makes it, which is written now if it was not before. */
    String name();
  }

  /** The oldest with everything that the networks need. */
  private static final int OPSET = 17;

  private final OnnxWriter writer;
  private final Function<String, float[]> parameters;
  private final Map<String, Integer> uses = new HashMap<>();

  /**
   * Begins a graph.
   *
   * @param parameters gives the numbers of a parameter or buffer by its name, the last dimension
   *     fastest
   */
  OnnxGraph(String name, Function<String, float[]> parameters) {
    this.writer = new OnnxWriter(name, OPSET);
    this.parameters = parameters;
  }

  /** Declares the input; a length is a number or the name of a free one. */
  Value input(String name, String... lengths) {
    return new Written(writer.input(name, lengths));
  }

  /** Declares a value as an output under a name of its own. */
  void output(String name, Value value, String... lengths) {
    writer.node("Identity", name, List.of(value.name()));
    writer.output(name, lengths);
  }

  /** Returns the file. */
  byte[] model(Map<String, String> metadata) {
    return writer.model(metadata);
  }

  @Override
  public Value conv(String name, Value input, Conv conv) {
    float @Nullable [] bias = conv.bias() ? parameters.apply(name + ".bias") : null;
    return new Convolution(name, input, conv, parameters.apply(name + ".weight"), bias);
  }

  @Override
  public Value batchNorm(String name, Value input, int channels) {
    ChannelScale scale = ChannelScale.ofBatchNorm(name, parameters);
    if (input instanceof Convolution convolution) {
      return convolution.scaled(name, scale);
    }
    Conv each = Conv.of(channels, channels, 1, 1).depthwise();
    return new Convolution(name, input, each, scale.factors(), scale.offsets());
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
    Value negated = new Convolution(name + ".negated", input, each, negative, null);
    Value lifted = new Convolution(name + ".lift", relu(negated), each, lift, null);
    return node("Add", name, List.of(input, lifted));
  }

  @Override
  public Value relu(Value input) {
    return node("Relu", "relu", List.of(input));
  }

  @Override
  public Value relu6(Value input) {
    String name = unique("relu6");
    String lowest = writer.constant(name + ".min", new float[] {0}, List.of());
    String highest = writer.constant(name + ".max", new float[] {6}, List.of());
    return new Written(writer.node("Clip", name, List.of(input.name(), lowest, highest)));
  }

  @Override
  public Value add(Value left, Value right) {
    return node("Add", "add", List.of(left, right));
  }

  @Override
  public Value maxPool(Value input, int window, int stride, int padding) {
    return node(
        "MaxPool",
        "max_pool",
        List.of(input),
        OnnxAttribute.integers("kernel_shape", window, window),
        OnnxAttribute.integers("strides", stride, stride),
        OnnxAttribute.integers("pads", padding, padding, padding, padding));
  }

  @Override
  public Value globalAveragePool(Value input) {
    return node("Flatten", "mean", List.of(node("GlobalAveragePool", "pool", List.of(input))));
  }

  @Override
  public Value linear(String name, Value input, int inputs, int outputs) {
    String unique = unique(name);
    float[] weights = parameters.apply(name + ".weight");
    float[] bias = parameters.apply(name + ".bias");
    String w = writer.constant(unique + ".weight", weights, List.of(outputs, inputs));
    String b = writer.constant(unique + ".bias", bias, List.of(outputs));
    return new Written(
        writer.node(
            "Gemm", unique, List.of(input.name(), w, b), OnnxAttribute.integer("transB", 1)));
  }

  @Override
  public Value linearMaps(String name, Value planes, int inputs, int outputs) {
    Conv conv = Conv.of(inputs, outputs, 1, 1).withoutBias();
    return new Convolution(name + ".maps", planes, conv, parameters.apply(name + ".weight"), null);
  }

  @Override
  public Value parameter(String name, Start start, long... shape) {
    return constant(name, parameters.apply(name), shape);
  }

  @Override
  public Value constant(String name, float[] values, long... shape) {
    List<Integer> lengths = LongStream.of(shape).mapToObj(Math::toIntExact).toList();
    return new Written(writer.constant(unique(name), values, lengths));
  }

  @Override
  public Value layerNorm(String name, Value input, int channels) {
    Value weight = parameter(name + ".weight", Start.ONE, channels);
    Value bias = parameter(name + ".bias", Start.ZERO, channels);
    return node(
        "LayerNormalization",
        name,
        List.of(input, weight, bias),
        OnnxAttribute.integer("axis", -1));
  }

  /** As x / 2 (1 + erf(x / sqrt 2)): the operator came with version 20. */
  @Override
  public Value gelu(Value input) {
    Value erf = node("Erf", "gelu.erf", List.of(scale(input, (float) Math.sqrt(0.5))));
    Value share = node("Add", "gelu.share", List.of(erf, number("gelu.one", 1)));
    return node("Mul", "gelu", List.of(scale(input, 0.5f), share));
  }

  @Override
  public Value softmax(Value input) {
    return node("Softmax", "softmax", List.of(input), OnnxAttribute.integer("axis", -1));
  }

  @Override
  public Value scale(Value input, float factor) {
    return node("Mul", "scale", List.of(input, number("scale.factor", factor)));
  }

  @Override
  public Value matmul(Value left, Value right) {
    return node("MatMul", "matmul", List.of(left, right));
  }

  @Override
  public Value reshape(Value input, long... shape) {
    return node("Reshape", "reshape", List.of(input, whole("reshape.shape", shape)));
  }

  @Override
  public Value permute(Value input, int... axes) {
    long[] order = IntStream.of(axes).asLongStream().toArray();
    return node("Transpose", "permute", List.of(input), OnnxAttribute.integers("perm", order));
  }

  @Override
  public Value gather(Value input, int axis, long... indices) {
    return node(
        "Gather",
        "gather",
        List.of(input, whole("gather.indices", indices)),
        OnnxAttribute.integer("axis", axis));
  }

  private Value number(String name, float value) {
    return constant(name, new float[] {value});
  }

  private Value whole(String name, long... values) {
    return new Written(writer.constant(unique(name), values));
  }

  private Value node(
      String operator, String name, List<Value> inputs, OnnxAttribute... attributes) {
    List<String> names = inputs.stream().map(Value::name).toList();
    return new Written(writer.node(operator, unique(name), names, attributes));
  }

  /** Names of nodes are values, and every value is made once. */
  private String unique(String name) {
    int use = uses.merge(name, 1, Integer::sum);
    return use == 1 ? name : name + "." + use;
  }

  private record Written(String name) implements Value {}

  /** A convolution that is written when its name is asked for. */
  private final class Convolution implements Value {

    private final String plannedName;
    private final Value input;
    private final Conv conv;
    private final float[] weights;
    private final float @Nullable [] bias;
    private @Nullable String name;

    Convolution(
        String plannedName, Value input, Conv conv, float[] weights, float @Nullable [] bias) {
      this.plannedName = plannedName;
      this.input = input;
      this.conv = conv;
      this.weights = weights;
      this.bias = bias;
    }

    /** Returns the convolution that makes what the scale makes of this one's result. */
    Convolution scaled(String newName, ChannelScale scale) {
      return new Convolution(newName, input, conv, scale.weights(weights), scale.bias(bias));
    }

    @Override
    public String name() {
      if (name == null) {
        name = write(unique(plannedName));
      }
      return name;
    }

    private String write(String unique) {
      int kernel = conv.kernel();
      List<Integer> shape = List.of(conv.outputs(), conv.inputs() / conv.groups(), kernel, kernel);
      String w = writer.constant(unique + ".weight", weights, shape);
      List<String> inputs =
          bias == null
              ? List.of(input.name(), w)
              : List.of(
                  input.name(),
                  w,
                  writer.constant(unique + ".bias", bias, List.of(conv.outputs())));
      return writer.node(
          "Conv",
          unique,
          inputs,
          OnnxAttribute.integers("strides", conv.stride(), conv.stride()),
          OnnxAttribute.integers("pads", conv.before(), conv.before(), conv.after(), conv.after()),
          OnnxAttribute.integer("group", conv.groups()));
    }
  }
}

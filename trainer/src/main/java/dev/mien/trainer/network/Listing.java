// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Lists the weights that a network asks for. No value flows. */
final class Listing implements Graph<Listing.Nothing> {

  /** Stands for every value. */
  enum Nothing {
    NOTHING
  }

  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private String stage = "";

  /** Says to which stage the weights belong that follow. */
  void enter(String name) {
    stage = name;
  }

  List<Weight> weights() {
    return List.copyOf(weights.values());
  }

  @Override
  public Nothing conv(String name, Nothing input, Conv conv) {
    add(
        name + ".weight",
        Initializer.KAIMING,
        conv.outputs(),
        conv.inputs() / conv.groups(),
        conv.kernel(),
        conv.kernel());
    if (conv.bias()) {
      add(name + ".bias", Initializer.ZERO, conv.outputs());
    }
    return input;
  }

  @Override
  public Nothing batchNorm(String name, Nothing input, int channels) {
    add(name + ".weight", Initializer.ONE, channels);
    add(name + ".bias", Initializer.ZERO, channels);
    add(name + ".running_mean", Initializer.ZERO, channels);
    add(name + ".running_var", Initializer.ONE, channels);
    return input;
  }

  @Override
  public Nothing prelu(String name, Nothing input, int channels) {
    add(name, Initializer.QUARTER, channels);
    return input;
  }

  @Override
  public Nothing relu(Nothing input) {
    return input;
  }

  @Override
  public Nothing relu6(Nothing input) {
    return input;
  }

  @Override
  public Nothing add(Nothing left, Nothing right) {
    return left;
  }

  @Override
  public Nothing maxPool(Nothing input, int window, int stride, int padding) {
    return input;
  }

  @Override
  public Nothing globalAveragePool(Nothing input) {
    return input;
  }

  @Override
  public Nothing linear(String name, Nothing input, int inputs, int outputs) {
    add(name + ".weight", Initializer.UNDECIDED, outputs, inputs);
    add(name + ".bias", Initializer.ZERO, outputs);
    return input;
  }

  @Override
  public Nothing linearMaps(String name, Nothing planes, int inputs, int outputs) {
    add(name + ".weight", Initializer.UNDECIDED, outputs, inputs);
    return planes;
  }

  @Override
  public Nothing parameter(String name, Initializer initializer, long... shape) {
    add(name, initializer, shape);
    return Nothing.NOTHING;
  }

  @Override
  public Nothing constant(String name, float[] values, long... shape) {
    return Nothing.NOTHING;
  }

  @Override
  public Nothing layerNorm(String name, Nothing input, int channels) {
    add(name + ".weight", Initializer.ONE, channels);
    add(name + ".bias", Initializer.ZERO, channels);
    return input;
  }

  @Override
  public Nothing gelu(Nothing input) {
    return input;
  }

  @Override
  public Nothing softmax(Nothing input) {
    return input;
  }

  @Override
  public Nothing scale(Nothing input, float factor) {
    return input;
  }

  @Override
  public Nothing matmul(Nothing left, Nothing right) {
    return left;
  }

  @Override
  public Nothing reshape(Nothing input, long... shape) {
    return input;
  }

  @Override
  public Nothing permute(Nothing input, int... axes) {
    return input;
  }

  @Override
  public Nothing gather(Nothing input, int axis, long... indices) {
    return input;
  }

  private void add(String name, Initializer initializer, long... shape) {
    Weight weight = new Weight(name, LongStream.of(shape).boxed().toList(), initializer, stage);
    Weight known = weights.putIfAbsent(name, weight);
    if (known != null && !known.shape().equals(weight.shape())) {
      throw new IllegalStateException(
          "%s is of the shape %s and of the shape %s"
              .formatted(name, known.shape(), weight.shape()));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Runs a network in PyTorch. Whatever it makes belongs to the {@code PointerScope} of the caller,
 * one for each step.
 *
 * @param parameters of the network; they stay open as long as the graph is used
 * @param training whether batch normalisation measures the batch, and learns from it
 * @param precision of the planes
 * @param detachMaps whether attention maps send no gradient to the classifier's weights
 */
public record TorchGraph(
    Parameters parameters, boolean training, Precision precision, boolean detachMaps)
    implements Graph<Tensor> {

  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};
  private static final long[] PLANE = {2, 3};
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;

  /** Returns one for training. */
  public static TorchGraph training(Parameters parameters, Precision precision) {
    return new TorchGraph(parameters, true, precision, false);
  }

  /** Returns one in single precision that learns nothing by itself. */
  public static TorchGraph evaluating(Parameters parameters) {
    return new TorchGraph(parameters, false, Precision.SINGLE, false);
  }

  /** Returns the same with attention maps that send no gradient to the classifier's weights. */
  public TorchGraph detachingMaps() {
    return new TorchGraph(parameters, training, precision, true);
  }

  @Override
  public Tensor conv(String name, Tensor input, Conv conv) {
    ScalarType type = precision.type();
    Tensor planes = input.to(type);
    long[] padding = {conv.before(), conv.before()};
    if (conv.before() != conv.after()) {
      planes =
          torch.constant_pad_nd(planes, conv.before(), conv.after(), conv.before(), conv.after());
      padding = NONE;
    }
    long[] stride = {conv.stride(), conv.stride()};
    TensorOptional bias =
        conv.bias() ? new TensorOptional(get(name + ".bias", type)) : new TensorOptional();
    Tensor weight = get(name + ".weight", type);
    return torch.conv2d(planes, weight, bias, stride, padding, ONE, conv.groups());
  }

  @Override
  public Tensor batchNorm(String name, Tensor input, int channels) {
    return torch.batch_norm(
        input,
        optional(name + ".weight"),
        optional(name + ".bias"),
        optional(name + ".running_mean"),
        optional(name + ".running_var"),
        training && !parameters.isFrozen(name + ".weight"),
        MOMENTUM,
        EPSILON,
        false);
  }

  /** As x + (slope - 1) min(x, 0): PyTorch's own way back is several times slower. */
  @Override
  public Tensor prelu(String name, Tensor input, int channels) {
    Tensor slopes = get(name, input.scalar_type()).view(1, channels, 1, 1);
    Tensor negative = torch.hardtanh(input, new Scalar(Double.NEGATIVE_INFINITY), new Scalar(0.0));
    return torch.addcmul(input, negative, slopes.sub(new Scalar(1.0)));
  }

  @Override
  public Tensor relu(Tensor input) {
    return torch.relu(input);
  }

  @Override
  public Tensor relu6(Tensor input) {
    return torch.relu6(input);
  }

  @Override
  public Tensor add(Tensor left, Tensor right) {
    return left.add(right);
  }

  @Override
  public Tensor maxPool(Tensor input, int window, int stride, int padding) {
    return torch.max_pool2d(
        input,
        new long[] {window, window},
        new long[] {stride, stride},
        new long[] {padding, padding},
        ONE,
        false);
  }

  @Override
  public Tensor globalAveragePool(Tensor input) {
    return input.to(ScalarType.Float).mean(PLANE);
  }

  @Override
  public Tensor linear(String name, Tensor input, int inputs, int outputs) {
    ScalarType type = input.scalar_type();
    return torch.linear(
        input, get(name + ".weight", type), new TensorOptional(get(name + ".bias", type)));
  }

  @Override
  public Tensor linearMaps(String name, Tensor planes, int inputs, int outputs) {
    Tensor weight = parameters.get(name + ".weight");
    Tensor matrix = detachMaps ? weight.detach() : weight;
    return torch.conv2d(planes.to(ScalarType.Float), matrix.view(outputs, inputs, 1, 1));
  }

  @Override
  public Tensor parameter(String name, Initializer initializer, long... shape) {
    return get(name, precision.type());
  }

  @Override
  public Tensor constant(String name, float[] values, long... shape) {
    Tensor weight = parameters.get(parameters.names().get(0));
    return AbstractTensor.create(values, shape).to(weight.device(), precision.type());
  }

  @Override
  public Tensor layerNorm(String name, Tensor input, int channels) {
    ScalarType type = input.scalar_type();
    return torch.layer_norm(
        input,
        new long[] {channels},
        new TensorOptional(get(name + ".weight", type)),
        new TensorOptional(get(name + ".bias", type)),
        EPSILON,
        true);
  }

  @Override
  public Tensor gelu(Tensor input) {
    return torch.gelu(input);
  }

  @Override
  public Tensor softmax(Tensor input) {
    return torch.softmax(input, -1);
  }

  @Override
  public Tensor scale(Tensor input, float factor) {
    return input.mul(new Scalar(factor));
  }

  /** In the precision of the right side: stored features come in single precision. */
  @Override
  public Tensor matmul(Tensor left, Tensor right) {
    return left.to(right.scalar_type()).matmul(right);
  }

  @Override
  public Tensor reshape(Tensor input, long... shape) {
    return input.reshape(shape);
  }

  @Override
  public Tensor permute(Tensor input, int... axes) {
    return input.permute(IntStream.of(axes).asLongStream().toArray());
  }

  @Override
  public Tensor gather(Tensor input, int axis, long... indices) {
    return input.index_select(
        axis, AbstractTensor.create(indices).to(input.device(), ScalarType.Long));
  }

  private Tensor get(String name, ScalarType type) {
    return parameters.get(name).to(type);
  }

  private TensorOptional optional(String name) {
    return new TensorOptional(parameters.get(name));
  }
}

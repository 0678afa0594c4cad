// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

/**
 * The operations that networks are written in. A network is written once; one graph lists its
 * parameters, one runs it in PyTorch, one writes it down as ONNX. Parameters go by name, as in
 * PyTorch's state dictionaries: the convolution {@code stem.conv} has {@code stem.conv.weight} and,
 * with a bias, {@code stem.conv.bias}. Planes are N x C x H x W.
 *
 * @param <T> a value between two operations
 */
public interface Graph<T> {

  /** Two-dimensional convolution. */
  T conv(String name, T input, Conv conv);

  /** Batch normalisation over each channel: weight, bias, running_mean and running_var. */
  T batchNorm(String name, T input, int channels);

  /** Rectifier with a learned slope for each channel; {@code name} is that of the slopes. */
  T prelu(String name, T input, int channels);

  /** Rectifier. */
  T relu(T input);

  /** Rectifier that ends at 6. */
  T relu6(T input);

  /** Sum; the right value may lack leading axes of the left one, or have the length 1 there. */
  T add(T left, T right);

  /** Maximum over square windows. */
  T maxPool(T input, int window, int stride, int padding);

  /** Mean over each plane: N x C. */
  T globalAveragePool(T input);

  /** Product with a matrix (outputs x inputs), plus bias: N x outputs. */
  T linear(String name, T input, int inputs, int outputs);

  /**
   * Product of a matrix (outputs x inputs) with the channels at each place, without a bias: N x
   * outputs x H x W. The matrix is the weight of the {@link #linear} of the same name.
   */
  T linearMaps(String name, T planes, int inputs, int outputs);

  /** A weight by itself. */
  T parameter(String name, Initializer initializer, long... shape);

  /** Numbers that are not learned, the last axis fastest. */
  T constant(String name, float[] values, long... shape);

  /** Normalisation over the last axis, then weight and bias. */
  T layerNorm(String name, T input, int channels);

  /** Gaussian error linear unit, exact. */
  T gelu(T input);

  /** Softmax over the last axis. */
  T softmax(T input);

  /** Product with a number. */
  T scale(T input, float factor);

  /** Product of the matrices in the last two axes; the right value may lack the leading axes. */
  T matmul(T left, T right);

  /** The same numbers in another shape; one length may be -1, for what is left. */
  T reshape(T input, long... shape);

  /** The axes in another order. */
  T permute(T input, int... axes);

  /** The parts of an axis with these indices, in their order; the axis stays. */
  T gather(T input, int axis, long... indices);
}

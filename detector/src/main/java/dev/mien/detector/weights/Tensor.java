// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Numbers of some shape, the last dimension running fastest. */
final class Tensor {

  private final List<Integer> shape;
  private final float[] values;

  /**
   * Takes over the numbers, which nobody may change any more.
   *
   * @throws IllegalArgumentException if they are not as many as the shape says
   */
  Tensor(List<Integer> shape, float... values) {
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(values.length + " numbers for the shape " + shape);
    }
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /** Returns how many numbers a tensor of this shape has. */
  static long size(List<Integer> shape) {
    return shape.stream().mapToLong(length -> length).reduce(1, (a, b) -> a * b);
  }

  List<Integer> shape() {
    return shape;
  }

  /** Returns the numbers, which are not to be changed. */
  float[] values() {
    return values;
  }

  /** Returns the same numbers with their dimensions in another order, given by their old places. */
  Tensor transposed(int... order) {
    int[] strides = new int[order.length];
    int stride = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.get(i);
    }
    List<Integer> newShape = Arrays.stream(order).mapToObj(shape::get).toList();
    float[] moved = new float[values.length];
    for (int target = 0; target < moved.length; target++) {
      int source = 0;
      int rest = target;
      for (int i = order.length - 1; i >= 0; i--) {
        source += rest % newShape.get(i) * strides[order[i]];
        rest /= newShape.get(i);
      }
      moved[target] = values[source];
    }
    return new Tensor(newShape, moved);
  }

  /** Returns the same numbers in the same order under another shape. */
  Tensor reshaped(Integer... newShape) {
    return new Tensor(List.of(newShape), values);
  }

  /** Returns what the function makes of every number. */
  Tensor mapped(DoubleUnaryOperator function) {
    float[] mapped = new float[values.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (float) function.applyAsDouble(values[i]);
    }
    return new Tensor(shape, mapped);
  }

  /** Returns the second column of a matrix of two minus the first, as a matrix of one column. */
  Tensor secondMinusFirst() {
    float[] difference = new float[values.length / 2];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = values[2 * i + 1] - values[2 * i];
    }
    return new Tensor(List.of(difference.length, 1), difference);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import java.util.List;

/**
 * Numbers in rows, the last dimension running fastest. Only this package sees the array, and nobody
 * changes it.
 *
 * @param shape length of every dimension
 * @param values as many as the shape says
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; half a million floats are not copied.
record Tensor(List<Integer> shape, float[] values) {

  /** How many numbers a tensor of this shape has. */
  static int size(List<Integer> shape) {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  Tensor {
    shape = List.copyOf(shape);
    if (size(shape) != values.length) {
      throw new IllegalArgumentException(values.length + " numbers for the shape " + shape);
    }
  }

  /** Returns the same numbers with their dimensions in another order, given by their old places. */
  Tensor transposed(int... order) {
    int[] strides = new int[order.length];
    for (int i = order.length - 1, stride = 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.get(i);
    }
    List<Integer> newShape = java.util.Arrays.stream(order).mapToObj(shape::get).toList();
    float[] moved = new float[values.length];
    for (int target = 0; target < moved.length; target++) {
      int source = 0;
      for (int i = order.length - 1, rest = target; i >= 0; i--) {
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

  /** Returns the second column of a matrix minus its first, as a matrix of one column. */
  Tensor secondMinusFirst() {
    float[] difference = new float[values.length / 2];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = values[2 * i + 1] - values[2 * i];
    }
    return new Tensor(List.of(difference.length, 1), difference);
  }
}

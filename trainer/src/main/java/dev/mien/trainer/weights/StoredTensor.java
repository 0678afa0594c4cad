// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Numbers as they lie in a file, in row-major order. It owns no native memory. */
public final class StoredTensor {

  private final List<Long> shape;
  private final float[] values;

  /**
   * Keeps the array, which must not be changed afterwards.
   *
   * @param shape lengths of the axes, empty for a single number
   * @throws IllegalArgumentException if the shape holds another count of numbers
   */
  public StoredTensor(List<Long> shape, float[] values) {
    if (shape.stream().anyMatch(length -> length < 0)
        || shape.stream().reduce(1L, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          "%d numbers do not fill a tensor of the shape %s".formatted(values.length, shape));
    }
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /** Copies the numbers of a tensor of PyTorch, on whatever device and in whatever order. */
  public static StoredTensor copyOf(Tensor tensor) {
    float[] values = new float[Math.toIntExact(tensor.numel())];
    try (Tensor detached = tensor.detach();
        Tensor near = detached.cpu();
        Tensor floats = near.to(ScalarType.Float);
        Tensor rows = floats.contiguous()) {
      rows.data_ptr_float().get(values);
    }
    return new StoredTensor(LongStream.of(tensor.shape()).boxed().toList(), values);
  }

  /** Returns a new tensor of PyTorch on the processor; the caller closes it. */
  public Tensor toTensor() {
    return AbstractTensor.create(values, shape.stream().mapToLong(Long::longValue).toArray());
  }

  /** Returns the lengths of the axes. */
  public List<Long> shape() {
    return shape;
  }

  /** Returns the numbers. */
  public FloatBuffer values() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** Copies the numbers into four bytes each. */
  public ByteBuffer bytes(ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(order);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }
}

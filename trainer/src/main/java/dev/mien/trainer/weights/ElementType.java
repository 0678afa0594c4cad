// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How a number lies in a file, and how it becomes a float. */
enum ElementType {
  FLOAT("F32", "FloatStorage", Float.BYTES) {
    @Override
    float at(ByteBuffer bytes, int offset) {
      return bytes.getFloat(offset);
    }
  },
  DOUBLE("F64", "DoubleStorage", Double.BYTES) {
    @Override
    float at(ByteBuffer bytes, int offset) {
      return (float) bytes.getDouble(offset);
    }
  },
  HALF("F16", "HalfStorage", Short.BYTES) {
    @Override
    float at(ByteBuffer bytes, int offset) {
      return ofHalf(bytes.getShort(offset));
    }
  },
  BFLOAT16("BF16", "BFloat16Storage", Short.BYTES) {
    @Override
    float at(ByteBuffer bytes, int offset) {
      return Float.intBitsToFloat(bytes.getShort(offset) << 16);
    }
  },
  LONG("I64", "LongStorage", Long.BYTES) {
    @Override
    float at(ByteBuffer bytes, int offset) {
      return bytes.getLong(offset);
    }
  },
  INT("I32", "IntStorage", Integer.BYTES) {
    @Override
    float at(ByteBuffer bytes, int offset) {
      return bytes.getInt(offset);
    }
  };

  private final String safetensors;
  private final String storage;
  private final int length;

  ElementType(String safetensors, String storage, int length) {
    this.safetensors = safetensors;
    this.storage = storage;
    this.length = length;
  }

  /** Returns the number at an offset in bytes; the buffer is little-endian. */
  abstract float at(ByteBuffer bytes, int offset);

  /** Returns the length of a number in bytes. */
  int length() {
    return length;
  }

  /**
   * Returns all numbers of a buffer.
   *
   * @throws IllegalArgumentException if its length is no multiple of a number's
   */
  float[] floats(ByteBuffer bytes) {
    if (bytes.remaining() % length != 0) {
      throw new IllegalArgumentException(
          "%d bytes are no whole number of %s".formatted(bytes.remaining(), safetensors));
    }
    float[] floats = new float[bytes.remaining() / length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = at(bytes, i * length);
    }
    return floats;
  }

  /**
   * Finds a type by its name in safetensors.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ElementType ofSafetensors(String name) {
    return Arrays.stream(values())
        .filter(type -> type.safetensors.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("numbers of the type '" + name + "'"));
  }

  /**
   * Finds a type by the name of its storage class in PyTorch.
   *
   * @throws IllegalArgumentException if there is none
   */
  static ElementType ofStorage(String name) {
    return Arrays.stream(values())
        .filter(type -> type.storage.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("storage of the type '" + name + "'"));
  }

  /** Java has a method for this from version 20 on. */
  private static float ofHalf(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> Math.scalb((float) fraction, -24);
          case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb((float) (fraction + 0x400), exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}

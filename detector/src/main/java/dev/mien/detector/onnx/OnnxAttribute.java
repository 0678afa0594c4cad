// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;

/** A fixed setting of a node, such as the strides of a convolution. */
public final class OnnxAttribute {

  private final AttributeProto proto;

  private OnnxAttribute(AttributeProto.Builder proto) {
    this.proto = proto.build();
  }

  /** Returns a whole number. */
  public static OnnxAttribute integer(String name, long value) {
    return new OnnxAttribute(named(name, AttributeProto.AttributeType.INT).setI(value));
  }

  /** Returns a row of whole numbers. */
  public static OnnxAttribute integers(String name, long... values) {
    AttributeProto.Builder attribute = named(name, AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return new OnnxAttribute(attribute);
  }

  /** Returns a number. */
  public static OnnxAttribute number(String name, float value) {
    return new OnnxAttribute(named(name, AttributeProto.AttributeType.FLOAT).setF(value));
  }

  AttributeProto proto() {
    return proto;
  }

  private static AttributeProto.Builder named(String name, AttributeProto.AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}

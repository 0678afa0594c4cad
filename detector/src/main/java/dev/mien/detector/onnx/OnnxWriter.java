// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Writes an ONNX file node by node; the same calls give the same bytes. A value goes by the name of
 * the node that makes it. Neither operators nor shapes are checked: ONNX Runtime does that.
 */
public final class OnnxWriter {

  /** Older than every ONNX Runtime of the last years. */
  private static final int IR_VERSION = 8;

  private final int opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  /**
   * Begins a graph.
   *
   * @param opset version of the operators, up to 18
   */
  public OnnxWriter(String name, int opset) {
    this.opset = opset;
    graph.setName(name);
  }

  /** Declares an input of numbers; a length is a number or the name of a free one. */
  public String input(String name, String... lengths) {
    graph.addInput(value(name, lengths));
    return name;
  }

  /** Declares an output of numbers; lengths as those of an input. */
  public void output(String name, String... lengths) {
    graph.addOutput(value(name, lengths));
  }

  /** Adds a node with one output, which bears its name. */
  public String node(
      String operator, String name, List<String> inputs, OnnxAttribute... attributes) {
    NodeProto.Builder node =
        NodeProto.newBuilder().setOpType(operator).setName(name).addAllInput(inputs);
    for (OnnxAttribute attribute : attributes) {
      node.addAttribute(attribute.proto());
    }
    graph.addNode(node.addOutput(name));
    return name;
  }

  /** Adds constant numbers, the last dimension fastest. */
  public String constant(String name, float[] values, List<Integer> shape) {
    ByteBuffer bytes = littleEndian(Float.BYTES * values.length);
    bytes.asFloatBuffer().put(values);
    return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
  }

  /** Adds a row of constant whole numbers. */
  public String constant(String name, long... values) {
    ByteBuffer bytes = littleEndian(Long.BYTES * values.length);
    bytes.asLongBuffer().put(values);
    return constant(name, TensorProto.DataType.INT64, bytes, List.of(values.length));
  }

  /** Returns the file with its metadata, in the map's order. */
  public byte[] model(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("mien")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(
      String name, TensorProto.DataType type, ByteBuffer bytes, List<Integer> shape) {
    TensorProto.Builder constant =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    shape.forEach(constant::addDims);
    graph.addInitializer(constant);
    return name;
  }

  private static ValueInfoProto value(String name, String... lengths) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String length : lengths) {
      boolean free = !Character.isDigit(length.charAt(0));
      shape.addDim(
          free
              ? TensorShapeProto.Dimension.newBuilder().setDimParam(length)
              : TensorShapeProto.Dimension.newBuilder().setDimValue(Long.parseLong(length)));
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }
}

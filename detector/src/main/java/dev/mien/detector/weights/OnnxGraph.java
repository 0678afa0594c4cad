// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.weights;

import ai.onnx.proto.OnnxMl.AttributeProto;
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
import java.util.Map;

/**
 * Writes an ONNX graph node by node. A value goes by the name of the node that makes it, so each
 * method takes the name of its input and returns that of its output. Pictures are N x C x H x W.
 */
final class OnnxGraph {

  static final String INPUT = "pixels";

  /** Both are older than every ONNX Runtime of the last years, and have all that is needed. */
  private static final int OPSET = 13;

  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder();

  OnnxGraph(String name) {
    graph.setName(name);
  }

  /** Declares the input of colour pictures; a length is a number or the name of a free one. */
  String input(String height, String width) {
    graph.addInput(value(INPUT, "N", "3", height, width));
    return INPUT;
  }

  /** Declares an output. */
  void output(String name, String... shape) {
    graph.addOutput(value(name, shape));
  }

  /** Convolution, stride 1, without padding. */
  String conv(String name, String input, Tensor kernels, Tensor bias) {
    return add(node("Conv", name, input, tensor(name, "W", kernels), tensor(name, "B", bias)));
  }

  /** Rectifier that multiplies negative numbers by a slope, one for each number in the row. */
  String prelu(String name, String input, Tensor slopes) {
    return add(node("PRelu", name, input, tensor(name, "slope", slopes)));
  }

  /**
   * The same on planes, with a slope for each channel, as y + (1 - slope) max(-y, 0): ONNX Runtime
   * does two convolutions of one weight per channel several times faster than one PRelu, see
   * RATIONALE.md.
   */
  String planePrelu(String name, String input, Tensor slopes) {
    String negated = scaled(name + ".negated", input, slopes.mapped(slope -> -1));
    String rectified = add(node("Relu", name + ".rectified", negated));
    String lift = scaled(name + ".lift", rectified, slopes.mapped(slope -> 1 - slope));
    return add(node("Add", name, input, lift));
  }

  /** Maximum over windows at stride 2, with {@code padding} pixels more below and to the right. */
  String maxPool(String name, String input, int window, int padding) {
    return add(
        node("MaxPool", name, input)
            .addAttribute(integers("kernel_shape", window, window))
            .addAttribute(integers("strides", 2, 2))
            .addAttribute(integers("pads", 0, 0, padding, padding)));
  }

  /** All numbers of a picture in one row. */
  String flatten(String name, String input) {
    return add(node("Flatten", name, input));
  }

  /** Matrix product with weights (inputs x outputs), plus bias. */
  String dense(String name, String input, Tensor weights, Tensor bias) {
    return add(node("Gemm", name, input, tensor(name, "W", weights), tensor(name, "B", bias)));
  }

  /** Logistic function of every number. */
  String sigmoid(String name, String input) {
    return add(node("Sigmoid", name, input));
  }

  /** Returns the model with its metadata. */
  ModelProto model(Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("mien")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  private static NodeProto.Builder node(String operator, String name, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(name);
    for (String input : inputs) {
      node.addInput(input);
    }
    return node.addOutput(name);
  }

  private String add(NodeProto.Builder node) {
    graph.addNode(node);
    return node.getName();
  }

  private String tensor(String node, String role, Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.values());
    TensorProto.Builder initializer =
        TensorProto.newBuilder()
            .setName(node + "." + role)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    tensor.shape().forEach(initializer::addDims);
    graph.addInitializer(initializer);
    return initializer.getName();
  }

  /** Each channel times a number: a convolution that the runtime keeps in its blocked layout. */
  private String scaled(String name, String input, Tensor factors) {
    int channels = factors.shape().get(0);
    String kernels = tensor(name, "W", factors.reshaped(channels, 1, 1, 1));
    AttributeProto.Builder group =
        AttributeProto.newBuilder()
            .setName("group")
            .setType(AttributeProto.AttributeType.INT)
            .setI(channels);
    return add(node("Conv", name, input, kernels).addAttribute(group));
  }

  private static AttributeProto.Builder integers(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute;
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

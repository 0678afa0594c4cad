// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real network without weights: its three logits are the means of the three channels, so that its
 * answers can be worked out by hand. Pieces of it can be made wrong.
 */
public final class TinyModel {

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private String logits = "logits";
  private String last = "Identity";
  private String batch = "N";

  /** Makes one of the classes red, green and blue, for pictures of 8 x 8 pixels. */
  public TinyModel() {
    metadata.put("version", "tiny");
    metadata.put("classes", "red,green,blue");
    metadata.put("input", "N x 3 x 8 x 8, RGB, (x - 0) / 255");
  }

  TinyModel with(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  TinyModel without(String key) {
    metadata.remove(key);
    return this;
  }

  /** Calls the first output something else. */
  TinyModel output(String name) {
    logits = name;
    return this;
  }

  /** Puts an operator behind the means, for example {@code Log}. */
  public TinyModel behind(String operator) {
    last = operator;
    return this;
  }

  /** Takes one picture at a time only. */
  TinyModel single() {
    batch = "";
    return this;
  }

  /** Returns the file. */
  public Path write(Path folder) throws IOException {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("tiny")
            .addInput(value("input", 8, 8))
            .addOutput(value(logits))
            .addOutput(value("attention", 4, 4))
            .addNode(node("GlobalAveragePool", "input", "pooled"))
            .addNode(node("Flatten", "pooled", "means"))
            .addNode(node(last, "means", logits))
            .addNode(
                node("AveragePool", "input", "attention").toBuilder()
                    .addAttribute(pair("kernel_shape"))
                    .addAttribute(pair("strides")));
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return Files.write(folder.resolve("tiny.onnx"), model.build().toByteArray());
  }

  private static NodeProto node(String operator, String input, String output) {
    return NodeProto.newBuilder().setOpType(operator).addInput(input).addOutput(output).build();
  }

  private static AttributeProto pair(String name) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(List.of(2L, 2L))
        .build();
  }

  private ValueInfoProto value(String name, long... sides) {
    TensorShapeProto.Dimension.Builder first = TensorShapeProto.Dimension.newBuilder();
    TensorShapeProto.Builder shape =
        TensorShapeProto.newBuilder()
            .addDim(batch.isEmpty() ? first.setDimValue(1) : first.setDimParam(batch))
            .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(3));
    for (long side : sides) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(side));
    }
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(shape);
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}

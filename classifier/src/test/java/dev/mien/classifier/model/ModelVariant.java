// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bundled model under another name, and with other weights if wanted. */
public final class ModelVariant {

  private static final int CLASSES = 7;
  private static final String BIAS = "classifier.bias";

  private final ModelProto.Builder model;

  /** Makes one that computes what the bundled model does. */
  public ModelVariant(String version) {
    try (InputStream in = EmotionModel.class.getResourceAsStream("model.onnx")) {
      model = ModelProto.parseFrom(in).toBuilder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    without(GoldenFaces.KEY); // Other weights give other logits.
    with("version", version);
  }

  private void without(String key) {
    for (int i = model.getMetadataPropsCount() - 1; i >= 0; i--) {
      if (model.getMetadataProps(i).getKey().equals(key)) {
        model.removeMetadataProps(i);
      }
    }
  }

  /** Changes what the file says about itself. */
  public ModelVariant with(String key, String value) {
    without(key);
    model.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value));
    return this;
  }

  /** Adds to a logit, for all faces. */
  public ModelVariant shifted(int logit, float by) {
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      if (tensor.getName().equals(BIAS)) {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.getRawData().size());
        tensor.getRawData().copyTo(bytes);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int at = logit * Float.BYTES;
        bytes.putFloat(at, bytes.getFloat(at) + by).flip();
        tensor.setRawData(ByteString.copyFrom(bytes.rewind().limit(bytes.capacity())));
        return this;
      }
    }
    throw new IllegalStateException("no weights '" + BIAS + "'");
  }

  /** Lets it have no finite logits for a white picture, and leaves all others as they are. */
  public ModelVariant blindForWhite() {
    GraphProto.Builder graph = added();
    graph.addNode(node("Neg", "input", "dark"));
    graph.addNode(node("GlobalMaxPool", "dark", "darkest"));
    graph.addNode(node("Flatten", "darkest", "darkestOfChannels"));
    graph.addInitializer(filled("thirds", 1 / 3f, 3, CLASSES));
    graph.addNode(node("MatMul", "darkestOfChannels,thirds", "darkness"));
    graph.addInitializer(filled("almost", 0.95f, CLASSES));
    graph.addNode(node("Add", "darkness,almost", "positiveUnlessWhite"));
    graph.addNode(node("Log", "positiveUnlessWhite", "extra"));
    return this;
  }

  /** Lets it compute some 3.7 billion products more for each face, to no effect. */
  public ModelVariant slow() {
    GraphProto.Builder graph = added();
    graph.addInitializer(filled("widening", 0.01f, 64, 3, 1, 1));
    graph.addNode(node("Conv", "input,widening", "wide"));
    graph.addInitializer(filled("heavy", 0.01f, 64, 64, 5, 5));
    graph.addNode(node("Conv", "wide,heavy", "heavier"));
    graph.addNode(node("Conv", "heavier,heavy", "heaviest"));
    graph.addNode(node("Conv", "heaviest,heavy", "beyond"));
    graph.addNode(node("GlobalAveragePool", "beyond", "means"));
    graph.addNode(node("Flatten", "means", "flat"));
    graph.addInitializer(filled("narrowing", 0.01f, 64, CLASSES));
    graph.addNode(node("MatMul", "flat,narrowing", "extra"));
    return this;
  }

  /** Gives every face the logits of those before it in the batch on top of its own. */
  public ModelVariant mixing() {
    GraphProto.Builder graph = renamed();
    graph.addInitializer(whole("axis"));
    graph.addNode(node("CumSum", "raw,axis", "logits"));
    return this;
  }

  /** Gives logits for so many faces of a batch at most. */
  public ModelVariant forFaces(int most) {
    GraphProto.Builder graph = renamed();
    graph.addInitializer(whole("start", 0));
    graph.addInitializer(whole("end", most));
    graph.addNode(node("Slice", "raw,start,end", "logits"));
    return this;
  }

  /** Adds nothing times {@code extra} to the logits. */
  private GraphProto.Builder added() {
    GraphProto.Builder graph = renamed();
    graph.addInitializer(filled("nothing", 0, CLASSES));
    // The order does not matter to ONNX Runtime.
    graph.addNode(node("Mul", "extra,nothing", "none"));
    graph.addNode(node("Add", "raw,none", "logits"));
    return graph;
  }

  /** Makes room for other logits. */
  private GraphProto.Builder renamed() {
    GraphProto.Builder graph = model.getGraphBuilder();
    for (NodeProto.Builder node : graph.getNodeBuilderList()) {
      if (node.getOutput(0).equals("logits")) {
        node.setOutput(0, "raw");
      }
    }
    return graph;
  }

  /** Returns a list of whole numbers, or without any a single 0. */
  private static TensorProto whole(String name, long... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.INT64.getNumber());
    if (values.length == 0) {
      return tensor.addInt64Data(0).build();
    }
    tensor.addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    return tensor.build();
  }

  private static NodeProto node(String operator, String inputs, String output) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs.split(",")))
        .addOutput(output)
        .build();
  }

  private static TensorProto filled(String name, float value, long... sides) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT.getNumber());
    long count = 1;
    for (long side : sides) {
      tensor.addDims(side);
      count *= side;
    }
    for (long i = 0; i < count; i++) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  /** Returns the file. */
  public byte[] bytes() {
    return model.build().toByteArray();
  }

  /** Writes the file. */
  public Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("variant.onnx"), bytes());
  }
}

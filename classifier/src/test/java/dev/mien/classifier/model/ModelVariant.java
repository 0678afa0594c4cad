// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import ai.onnx.proto.OnnxMl.ModelProto;
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

/** The bundled model under another name, and with other weights if wanted. */
public final class ModelVariant {

  private static final String BIAS = "classifier.bias";

  private final ModelProto.Builder model;

  /** Makes one that computes what the bundled model does. */
  public ModelVariant(String version) {
    try (InputStream in = EmotionModel.class.getResourceAsStream("model.onnx")) {
      model = ModelProto.parseFrom(in).toBuilder();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    with("version", version);
  }

  /** Changes what the file says about itself. */
  public ModelVariant with(String key, String value) {
    for (int i = 0; i < model.getMetadataPropsCount(); i++) {
      if (model.getMetadataProps(i).getKey().equals(key)) {
        model.removeMetadataProps(i);
      }
    }
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

  /** Returns the file. */
  public byte[] bytes() {
    return model.build().toByteArray();
  }

  /** Writes the file. */
  public Path write(Path folder) throws IOException {
    return Files.write(folder.resolve("variant.onnx"), bytes());
  }
}

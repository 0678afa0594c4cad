// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A batch of pictures into the network's input, and its output into a row of logits for each. */
final class FaceTranslator implements NoBatchifyTranslator<List<FaceImage>, List<float[]>> {

  private final ModelMetadata metadata;

  FaceTranslator(ModelMetadata metadata) {
    this.metadata = metadata;
  }

  @Override
  public NDList processInput(TranslatorContext context, List<FaceImage> faces) {
    Preprocessing preprocessing = metadata.preprocessing();
    int values = preprocessing.values();
    float[] batch = new float[faces.size() * values];
    for (int i = 0; i < faces.size(); i++) {
      preprocessing.write(faces.get(i), batch, i * values);
    }
    Shape shape = new Shape(faces.size(), 3, preprocessing.height(), preprocessing.width());
    return new NDList(context.getNDManager().create(FloatBuffer.wrap(batch), shape));
  }

  @Override
  public List<float[]> processOutput(TranslatorContext context, NDList outputs) {
    NDArray logits = output(outputs, EmotionModel.LOGITS, 2);
    output(outputs, EmotionModel.ATTENTION, 4);
    float[] values = logits.toFloatArray();
    int width = metadata.classes().size();
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += width) {
      rows.add(Arrays.copyOfRange(values, from, from + width));
    }
    return rows;
  }

  private NDArray output(NDList outputs, String name, int axes) {
    NDArray output = outputs.get(name);
    if (output == null) {
      List<String> names = outputs.stream().map(NDArray::getName).toList();
      throw new IllegalArgumentException("it has no output '" + name + "', only " + names);
    }
    Shape shape = output.getShape();
    if (shape.dimension() != axes || shape.get(1) != metadata.classes().size()) {
      throw new IllegalArgumentException(
          "its output '%s' has the shape %s, expected %d axes of which the second is one for each of the %d classes %s"
              .formatted(name, shape, axes, metadata.classes().size(), metadata.classes()));
    }
    return output;
  }
}

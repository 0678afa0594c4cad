// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.detector.onnx.OnnxAttribute;
import dev.mien.detector.onnx.OnnxWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model whose answers can be worked out by hand: its logits are the means of the colours. */
final class MeanColours {

  private MeanColours() {}

  static Path write(Path folder, int side) throws IOException {
    OnnxWriter writer = new OnnxWriter("colours", 13);
    String length = Integer.toString(side);
    String input = writer.input("input", "N", "3", length, length);
    String pooled = writer.node("GlobalAveragePool", "pooled", List.of(input));
    writer.node("Flatten", "logits", List.of(pooled), OnnxAttribute.integer("axis", 1));
    writer.node("Identity", "attention", List.of(input));
    writer.output("logits", "N", "3");
    writer.output("attention", "N", "3", length, length);
    byte[] model =
        writer.model(
            Map.of(
                "version",
                "colours",
                "classes",
                "red,green,blue",
                "input",
                "N x 3 x %d x %d, RGB, (x - 0) / 255".formatted(side, side)));
    return Files.write(folder.resolve("colours.onnx"), model);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import dev.mien.events.BadRecord;
import dev.mien.events.GoldenBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Four aligned faces that are part of Mien. What a model made of them where it was trained goes
 * with its file under {@value #KEY}, and whoever loads it compares.
 */
public final class GoldenFaces {

  /** Key of the ONNX metadata; its value is that of {@link #text}. */
  public static final String KEY = "golden";

  /** Name of this set of faces; other pictures need another. */
  public static final String NAME = "mien-1";

  private static final List<String> FILES = List.of("laughing", "smiling", "serious", "calm");

  private GoldenFaces() {}

  /** Returns the faces. */
  public static List<FaceImage> all() {
    return FILES.stream().map(GoldenFaces::read).toList();
  }

  /** Returns what a model makes of them. */
  public static GoldenBatch batch(List<float[]> logits) {
    return new GoldenBatch(NAME, logits.stream().map(GoldenFaces::row).toList());
  }

  /** Returns for example {@code mien-1: 1.5 -0.25; 0.125 3.0}. */
  public static String text(GoldenBatch golden) {
    return golden.faces()
        + ": "
        + golden.logits().stream()
            .map(row -> row.stream().map(String::valueOf).collect(Collectors.joining(" ")))
            .collect(Collectors.joining("; "));
  }

  /**
   * Reads the properties of a model file.
   *
   * @return what {@link #text} wrote, if it is there
   * @throws IllegalArgumentException if it has another form
   */
  public static Optional<GoldenBatch> of(Map<String, String> properties) {
    return Optional.ofNullable(properties.get(KEY)).map(GoldenFaces::parse);
  }

  private static GoldenBatch parse(String text) {
    String[] parts = text.split(": ", 2);
    try {
      return new GoldenBatch(
          parts[0], Arrays.stream(parts[1].split("; ")).map(GoldenFaces::numbers).toList());
    } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "metadata '%s' is '%s', expected a form like 'mien-1: 1.5 -0.25; 0.125 3.0'"
              .formatted(KEY, text),
          e);
    }
  }

  private static List<Float> numbers(String row) {
    return Arrays.stream(row.split(" ")).map(Float::valueOf).toList();
  }

  private static List<Float> row(float[] logits) {
    Float[] row = new Float[logits.length];
    Arrays.setAll(row, i -> logits[i]);
    return List.of(row);
  }

  private static FaceImage read(String name) {
    try (InputStream in = GoldenFaces.class.getResourceAsStream("golden/" + name + ".png")) {
      if (in == null) {
        throw new IOException("the golden face '" + name + "' is not part of this build");
      }
      return FaceImage.ofPng(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BadRecord e) {
      throw new IllegalStateException("the golden face '" + name + "' is damaged", e);
    }
  }
}

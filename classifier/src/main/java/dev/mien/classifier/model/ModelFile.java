// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The bytes of an ONNX file and what to call it in messages. */
final class ModelFile {

  private static final String BUNDLED = "model.onnx";
  private static final int DIGITS = 12;

  private final String name;
  private final byte[] bytes;

  ModelFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** Reads a file, or the bundled model where none is named. */
  static ModelFile read(@Nullable Path file) {
    try {
      return file == null ? bundled() : new ModelFile("model " + file, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new StageFailure(
          "model "
              + (file == null ? BUNDLED : file)
              + " cannot be read: "
              + e
              + ". Name an ONNX file, or none for the bundled model",
          e);
    }
  }

  String name() {
    return name;
  }

  InputStream open() {
    return new ByteArrayInputStream(bytes);
  }

  /** Returns a version for a file that names none. */
  String fingerprint() {
    return "sha256-" + Sha256.of(bytes).substring(0, DIGITS);
  }

  private static ModelFile bundled() throws IOException {
    try (InputStream in = ModelFile.class.getResourceAsStream(BUNDLED)) {
      if (in == null) {
        throw new IOException("it is not part of this build");
      }
      return new ModelFile("the bundled model", in.readAllBytes());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the rows of {@code mien classify} go, one for every face. */
interface Results extends AutoCloseable {

  /** Appends a row. */
  void add(FileEmotion row) throws IOException;

  /** Writes out the rows so far. */
  void flush() throws IOException;

  @Override
  void close() throws IOException;

  /**
   * Returns the form that the name of the file asks for.
   *
   * @param file to write, replaced where it exists; null for lines of text
   * @param classes of the model, in its order
   * @throws IllegalArgumentException if the name ends in neither .csv nor .jsonl
   */
  static Results to(@Nullable Path file, List<String> classes, PrintWriter out) throws IOException {
    if (file == null) {
      return new TextLines(out);
    }
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return new CsvFile(file, classes);
    }
    if (name.endsWith(".jsonl")) {
      return new JsonLinesFile(file);
    }
    throw new IllegalArgumentException("--out " + file + ": the name must end in .csv or .jsonl");
  }
}

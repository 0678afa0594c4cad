// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A row of the paper's table 4.
 *
 * @param method as the paper calls it
 * @param factor imbalance factor
 * @param figures of the classes, overall and mean, in percent, as printed
 */
record Published(String method, double factor, List<String> figures) {

  /** In the order of the table. */
  static final List<String> CLASSES =
      List.of("neutral", "happiness", "surprise", "sadness", "anger", "fear", "disgust");

  private static final String RESOURCE = "table4.csv";
  private static final int HEADER_LINES = 2;

  /** Returns the rows of an imbalance factor. */
  static List<Published> rows(double factor) {
    try (InputStream file = Published.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException(RESOURCE + " is missing");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      return lines
          .lines()
          .skip(HEADER_LINES)
          .map(Published::parse)
          .filter(row -> row.factor == factor)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Published parse(String line) {
    List<String> fields = List.of(line.split(",", -1));
    return new Published(
        fields.get(0), Double.parseDouble(fields.get(1)), fields.subList(2, fields.size()));
  }

  String markdown() {
    return "| " + method + " (paper) | " + String.join(" | ", figures) + " |";
  }
}

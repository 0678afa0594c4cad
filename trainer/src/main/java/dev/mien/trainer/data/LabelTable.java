// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The label file of a data set: rows of text, which know where they stand. */
final class LabelTable {

  private static final CsvMapper CSV =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

  private LabelTable() {}

  /**
   * A row.
   *
   * @param file that it stands in
   * @param line number, the first being 1
   * @param cells from left to right
   */
  record Row(Path file, int line, List<String> cells) {

    /** Returns the text of a cell. */
    String text(int column) {
      if (column >= cells.size()) {
        throw failure("%d columns, expected %d or more".formatted(cells.size(), column + 1));
      }
      return cells.get(column).strip();
    }

    /** Returns the whole number in a cell. */
    int whole(int column, int min, int max) {
      String text = text(column);
      try {
        int value = Integer.parseInt(text);
        if (value >= min && value <= max) {
          return value;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw failure(
          "'%s' in column %d, expected a number from %d to %d"
              .formatted(text, column + 1, min, max));
    }

    /** Returns an error that says where and what. */
    StageFailure failure(String what) {
      return new StageFailure(
          "%s, line %d: %s: correct the line or remove it".formatted(file, line, what));
    }
  }

  /**
   * Gives all rows that are not blank, one after the other: AffectNet has 415,000 long ones.
   *
   * @param separator of the cells
   * @throws StageFailure if the file is missing or no such table
   */
  static void forEach(Path file, char separator, Consumer<Row> sink) {
    if (!Files.isRegularFile(file)) {
      throw new StageFailure(
          file + ": no such file, but it holds the labels: name the folder that it lies in");
    }
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    try (MappingIterator<List<String>> lines =
        CSV.readerForListOf(String.class).with(schema).readValues(file.toFile())) {
      // The parser's own line number runs ahead of the row; a label file has no cell with two
      // lines.
      for (int line = 1; lines.hasNextValue(); line++) {
        List<String> cells = lines.nextValue();
        if (!cells.stream().allMatch(String::isBlank)) {
          sink.accept(new Row(file, line, cells));
        }
      }
    } catch (IOException | RuntimeJsonMappingException e) {
      throw new StageFailure(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}

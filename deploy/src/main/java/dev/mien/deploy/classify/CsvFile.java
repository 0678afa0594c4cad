// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.mien.events.Box;
import dev.mien.events.Emotion;
import dev.mien.events.Face;
import dev.mien.events.Point;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A table with a header: the face, and a column for the probability of every class. */
final class CsvFile implements Results {

  private static final List<String> FACE_COLUMNS =
      List.of(
          "file",
          "detected",
          "frame",
          "position_s",
          "track",
          "left",
          "top",
          "width",
          "height",
          "score",
          "left_eye_x",
          "left_eye_y",
          "right_eye_x",
          "right_eye_y",
          "nose_x",
          "nose_y",
          "left_mouth_x",
          "left_mouth_y",
          "right_mouth_x",
          "right_mouth_y",
          "emotion",
          "smoothed");

  private final List<String> classes;
  private final SequenceWriter rows;

  CsvFile(Path file, List<String> classes) throws IOException {
    this.classes = classes;
    CsvSchema.Builder schema = CsvSchema.builder().setUseHeader(true);
    FACE_COLUMNS.forEach(schema::addColumn);
    classes.forEach(schema::addColumn);
    classes.forEach(name -> schema.addColumn("smoothed_" + name));
    ObjectWriter writer = new CsvMapper().writer(schema.build());
    this.rows = writer.writeValues(file.toFile());
    rows.writeAll(List.of()); // the header stands there even when no face was found
  }

  @Override
  public void add(FileEmotion row) throws IOException {
    Emotion emotion = row.emotion();
    List<Object> cells = new ArrayList<>(List.of(row.file(), row.detected()));
    cells.addAll(faceCells(emotion.face()));
    cells.add(emotion.emotion());
    cells.add(emotion.smoothed().leading());
    classes.forEach(name -> cells.add(emotion.probabilities().of(name)));
    classes.forEach(name -> cells.add(emotion.smoothed().of(name)));
    rows.write(cells);
  }

  @Override
  public void flush() throws IOException {
    rows.flush();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }

  private static List<Object> faceCells(Face face) {
    Box box = face.box();
    List<Object> cells = new ArrayList<>();
    cells.add(face.frame().number());
    cells.add(face.frame().positionMicros() / 1e6);
    cells.add(face.track());
    cells.addAll(List.of(box.left(), box.top(), box.width(), box.height(), face.score()));
    for (Point point : face.landmarks().points()) {
      cells.addAll(List.of(point.x(), point.y()));
    }
    return cells;
  }
}

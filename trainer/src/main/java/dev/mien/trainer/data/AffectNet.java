// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Box;
import dev.mien.events.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The manually annotated part of AffectNet (Mollahosseini, Hasani and Mahoor 2017). Its own test
 * part was never published: as everywhere in the field, its validation part is the test part here.
 */
final class AffectNet {

  /** Classes by their code; none, uncertain and no face follow, which are left out. */
  private static final List<String> CODES =
      List.of(
          "neutral", "happiness", "sadness", "surprise", "fear", "disgust", "anger", "contempt");

  private static final int MOST_CODE = 10;
  private static final String LISTS = "Manually_Annotated_file_lists/";
  private static final String HEADER = "subDirectory_filePath";

  private static final String NONE = "NULL";

  private static final int FACE_X = 1;
  private static final int EXPRESSION = 6;
  private static final int LONGEST = 100_000;

  private final Path pictures;
  private final List<String> classes;
  private final List<Sample> samples = new ArrayList<>();

  private AffectNet(Path pictures, List<String> classes) {
    this.pictures = pictures;
    this.classes = classes;
  }

  /**
   * Reads the lists training.csv and validation.csv.
   *
   * @param folder that holds the lists and Manually_Annotated_Images
   * @param contempt whether to keep the eighth class
   * @throws dev.mien.runtime.StageFailure naming the file, line and value
   */
  static DataSet read(Path folder, boolean contempt) {
    List<String> classes =
        contempt
            ? Stream.concat(Topics.DEFAULT_CLASSES.stream(), Stream.of("contempt")).toList()
            : Topics.DEFAULT_CLASSES;
    Path pictures =
        Places.first(
            folder,
            "Manually_Annotated_Images",
            "Manually_Annotated/Manually_Annotated_Images",
            "");
    AffectNet reader = new AffectNet(pictures, classes);
    reader.add(Places.first(folder, "training.csv", LISTS + "training.csv"), Part.TRAIN);
    Path validation = Places.first(folder, "validation.csv", LISTS + "validation.csv");
    if (Files.exists(validation)) {
      reader.add(validation, Part.TEST);
    }
    return new DataSet("affectnet" + classes.size(), folder, classes, reader.samples);
  }

  private void add(Path list, Part part) {
    LabelTable.forEach(
        list,
        ',',
        row -> {
          if (!row.text(0).equals(HEADER)) {
            add(row, part);
          }
        });
  }

  private void add(LabelTable.Row row, Part part) {
    int code = row.whole(EXPRESSION, 0, MOST_CODE);
    int label = code < CODES.size() ? classes.indexOf(CODES.get(code)) : -1;
    if (label >= 0) {
      String name = row.text(0);
      samples.add(new Sample(pictures.resolve(name), name, label, List.of(), part, face(row)));
    }
  }

  /** The published list has a row without a box: there the whole picture is looked at. */
  private static @Nullable Box face(LabelTable.Row row) {
    if (row.text(FACE_X).equals(NONE)) {
      return null;
    }
    return new Box(
        row.whole(FACE_X, -LONGEST, LONGEST),
        row.whole(FACE_X + 1, -LONGEST, LONGEST),
        row.whole(FACE_X + 2, 1, LONGEST),
        row.whole(FACE_X + 3, 1, LONGEST));
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The basic emotions of RAF-DB (Li, Deng and Du 2017): its label file, and the pictures that its
 * authors aligned.
 */
final class RafDb {

  /** Classes by their code less 1. */
  private static final List<String> CODES =
      List.of("surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral");

  private static final String TRAIN = "train_";
  private static final String TEST = "test_";

  private RafDb() {}

  /**
   * Reads the label file, whose name its authors spelt so.
   *
   * @param folder that holds EmoLabel and Image, or their files
   * @throws dev.mien.runtime.StageFailure naming the file, line and value
   */
  static DataSet read(Path folder) {
    Path labels =
        Places.first(folder, "list_patition_label.txt", "EmoLabel/list_patition_label.txt");
    Path pictures = Places.first(folder, "Image/aligned", "aligned", "");
    List<Sample> samples = new ArrayList<>();
    LabelTable.forEach(labels, ' ', row -> samples.add(sample(pictures, row)));
    return new DataSet("rafdb", folder, Topics.DEFAULT_CLASSES, samples);
  }

  private static Sample sample(Path pictures, LabelTable.Row row) {
    String name = row.text(0);
    Path file = Places.first(pictures, name.replaceFirst("([.][^.]*)$", "_aligned$1"), name);
    int label = Topics.DEFAULT_CLASSES.indexOf(CODES.get(row.whole(1, 1, CODES.size()) - 1));
    return new Sample(file, name, label, List.of(), part(row, name), null);
  }

  private static Part part(LabelTable.Row row, String name) {
    if (name.startsWith(TRAIN)) {
      return Part.TRAIN;
    }
    if (name.startsWith(TEST)) {
      return Part.TEST;
    }
    throw row.failure("'%s' begins with neither '%s' nor '%s'".formatted(name, TRAIN, TEST));
  }
}

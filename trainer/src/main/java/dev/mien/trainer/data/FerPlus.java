// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Topics;
import dev.mien.runtime.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The faces of FER2013 with the ten votes that FER+ gives each (Barsoum et al. 2016), seven classes
 * by the majority rule of its authors: single votes are dropped as outliers, and the leading class
 * needs more than half of what is left, votes for contempt, unknown and no face included; else the
 * picture is left out.
 */
final class FerPlus {

  private static final Map<Part, String> FOLDERS =
      new TreeMap<>(
          Map.of(
              Part.TRAIN, "FER2013Train",
              Part.VALIDATION, "FER2013Valid",
              Part.TEST, "FER2013Test"));

  private static final List<String> CLASSES = Topics.DEFAULT_CLASSES;

  /** The seven classes in the project's order, then contempt, unknown, no face. */
  private static final int VOTES = 10;

  private static final int FIRST_VOTE = 2;
  private static final int MOST_VOTES = 1_000;

  private FerPlus() {}

  /**
   * Reads the label files.
   *
   * @param folder that holds FER2013Train, and FER2013Valid and FER2013Test if there are
   * @throws StageFailure naming the file, line and value
   */
  static DataSet read(Path folder) {
    List<Sample> samples = new ArrayList<>();
    FOLDERS.forEach(
        (part, name) -> {
          if (part == Part.TRAIN || Files.isDirectory(folder.resolve(name))) {
            for (LabelTable.Row row :
                LabelTable.read(folder.resolve(name).resolve("label.csv"), ',', 0)) {
              add(samples, row, folder.resolve(name), part);
            }
          }
        });
    return new DataSet("ferplus", folder, CLASSES, samples);
  }

  private static void add(List<Sample> samples, LabelTable.Row row, Path folder, Part part) {
    int[] votes = new int[VOTES];
    for (int i = 0; i < VOTES; i++) {
      int cast = row.whole(FIRST_VOTE + i, 0, MOST_VOTES);
      votes[i] = cast > 1 ? cast : 0;
    }
    int leader = majority(votes);
    if (leader >= 0 && leader < CLASSES.size()) {
      String file = row.text(0);
      String name = folder.getFileName() + "/" + file;
      samples.add(new Sample(folder.resolve(file), name, leader, shares(votes), part, null));
    }
  }

  /** Returns the index of more than half of the votes, or -1. */
  static int majority(int[] votes) {
    int sum = 0;
    int leader = 0;
    for (int i = 0; i < votes.length; i++) {
      sum += votes[i];
      leader = votes[i] > votes[leader] ? i : leader;
    }
    return 2 * votes[leader] > sum ? leader : -1;
  }

  /** Returns the share of each kept class in the votes for one of these. */
  private static List<Float> shares(int[] votes) {
    List<Float> shares = new ArrayList<>();
    float sum = 0;
    for (int i = 0; i < CLASSES.size(); i++) {
      sum += votes[i];
    }
    for (int i = 0; i < CLASSES.size(); i++) {
      shares.add(votes[i] / sum);
    }
    return shares;
  }
}

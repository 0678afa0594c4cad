// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Topics;
import dev.mien.runtime.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The faces of FER2013 with the ten votes that FER+ gives each (Barsoum et al. 2016), seven classes
 * by the majority rule of its authors: single votes are dropped as outliers, and the leading class
 * needs more than half of what is left, votes for contempt, unknown and no face included. Where
 * none has that, but the seven together have, a picture of the training part is undecided. What is
 * left is left out.
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
            Path place = folder.resolve(name);
            LabelTable.forEach(
                place.resolve("label.csv"), ',', row -> add(samples, row, place, part));
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
    int majority = majority(votes);
    if (majority >= 0 && majority < CLASSES.size()) {
      samples.add(sample(folder, row.text(0), majority, votes, part));
    } else if (majority < 0 && part == Part.TRAIN && 2 * sum(ofClasses(votes)) > sum(votes)) {
      samples.add(sample(folder, row.text(0), leader(ofClasses(votes)), votes, Part.UNDECIDED));
    }
  }

  private static Sample sample(Path folder, String file, int label, int[] votes, Part part) {
    String name = folder.getFileName() + "/" + file;
    return new Sample(folder.resolve(file), name, label, shares(votes), part, null);
  }

  /** Returns the index of more than half of the votes, or -1. */
  static int majority(int[] votes) {
    int leader = leader(votes);
    return 2 * votes[leader] > sum(votes) ? leader : -1;
  }

  /** Returns the first index of the most votes. */
  private static int leader(int[] votes) {
    int leader = 0;
    for (int i = 1; i < votes.length; i++) {
      leader = votes[i] > votes[leader] ? i : leader;
    }
    return leader;
  }

  private static int sum(int[] votes) {
    return Arrays.stream(votes).sum();
  }

  /** Returns the votes for one of the seven. */
  private static int[] ofClasses(int[] votes) {
    return Arrays.copyOf(votes, CLASSES.size());
  }

  /** Returns the share of each kept class in the votes for one of these. */
  private static List<Float> shares(int[] votes) {
    int[] kept = ofClasses(votes);
    float sum = sum(kept);
    return Arrays.stream(kept).mapToObj(cast -> cast / sum).toList();
  }
}

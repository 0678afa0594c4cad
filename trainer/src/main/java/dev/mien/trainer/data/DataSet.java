// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.runtime.StageFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The labelled pictures of a data set that can be trained with.
 *
 * @param source what kind of data set it is
 * @param folder where it lies
 * @param classes in the order in which labels count them
 * @param samples in a stable order
 */
public record DataSet(String source, Path folder, List<String> classes, List<Sample> samples) {

  /**
   * Checks that every class has pictures, and that these are there.
   *
   * @throws StageFailure naming the class or the file
   */
  public DataSet {
    classes = List.copyOf(classes);
    samples = List.copyOf(samples);
    for (Part part : Part.values()) {
      checkClasses(part, folder, classes, samples);
    }
    for (Sample sample : samples) {
      if (!Files.isReadable(sample.file())) {
        throw new StageFailure(
            "%s: no such readable file, but %s is labelled: is the data set unpacked as a whole?"
                .formatted(sample.file(), sample.name()));
      }
    }
  }

  /** A part may be missing, but not a class of it. */
  private static void checkClasses(
      Part part, Path folder, List<String> classes, List<Sample> samples) {
    int[] counts = new int[classes.size()];
    samples.stream().filter(sample -> sample.part() == part).forEach(s -> counts[s.label()]++);
    boolean missing = samples.stream().noneMatch(sample -> sample.part() == part);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 0 && (part == Part.TRAIN || !missing)) {
        throw new StageFailure(
            "%s: class '%s' has no picture in the part %s, which cannot be learnt or judged: add some, or leave the class out"
                .formatted(folder, classes.get(label), part));
      }
    }
  }
}

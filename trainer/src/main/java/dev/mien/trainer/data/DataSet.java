// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.classifier.model.ModelMetadata;
import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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
   * Checks that a model can have the classes, and that each has pictures.
   *
   * @throws StageFailure naming the class
   */
  public DataSet {
    classes = List.copyOf(classes);
    samples = List.copyOf(samples);
    checkNames(folder, classes);
    for (Part part : Part.LABELLED) {
      checkClasses(part, folder, classes, samples);
    }
  }

  private static void checkNames(Path folder, List<String> classes) {
    try {
      ModelMetadata.checkClasses("the list of its classes", classes);
    } catch (IllegalArgumentException e) {
      throw new StageFailure(
          "%s: %s: rename what it calls them, for example a folder '1' to 'surprise'"
              .formatted(folder, e.getMessage()),
          e);
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

  /**
   * Looks for the pictures.
   *
   * @return the set itself
   * @throws StageFailure naming the first that is missing
   */
  public DataSet complete() {
    List<Path> missing = missing();
    if (!missing.isEmpty()) {
      throw new StageFailure(
          String.format(
              Locale.ROOT,
              "%s: no such readable file, the first of %,d that are labelled but missing: is the data set unpacked as a whole? --leave-out-broken goes on without them",
              missing.get(0),
              missing.size()));
    }
    return this;
  }

  /** Returns the pictures that are labelled but not there. */
  public List<Path> missing() {
    return samples.stream().filter(s -> !s.isThere()).map(Sample::file).toList();
  }

  /** Returns the same without the pictures that are missing. */
  public DataSet thoseThere() {
    return with(samples.stream().filter(Sample::isThere).toList());
  }

  DataSet with(List<Sample> otherSamples) {
    return new DataSet(source, folder, classes, otherSamples);
  }

  /**
   * Returns the same with shares of every class moved from the training part to those that are
   * missing, copies of a picture together; the set itself if none is missing, or the shares are 0.
   *
   * @param test share of the training part, 0 to below 1; of each class at least one picture
   * @param validation share of what is left
   * @param seed that picks the pictures
   * @throws IllegalArgumentException if a share is something else
   * @throws StageFailure naming a class that has too few different pictures
   */
  public DataSet heldOut(double test, double validation, long seed) {
    double forTest = share(Part.TEST, test);
    double forValidation = share(Part.VALIDATION, validation);
    if (forTest == 0 && forValidation == 0) {
      return this;
    }
    HeldOut heldOut = new HeldOut(this, seed);
    heldOut.move(Part.TEST, forTest);
    heldOut.move(Part.VALIDATION, forValidation);
    return with(heldOut.samples());
  }

  /** Returns what is to be held out for a part: nothing, if it is there. */
  private double share(Part part, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "the share held out for the %s part is %s, expected 0 to below 1"
              .formatted(part.written(), share));
    }
    return samples.stream().anyMatch(sample -> sample.part() == part) ? 0 : share;
  }
}

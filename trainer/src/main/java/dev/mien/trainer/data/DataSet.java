// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.classifier.model.ModelMetadata;
import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

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
          "%s: no such readable file, but it is labelled, as are %,d others that are missing: is the data set unpacked as a whole? --leave-out-broken goes on without them"
              .formatted(missing.get(0), missing.size() - 1));
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
   * Returns the same with a share of every class moved from the training part to one that is
   * missing; the set itself if that is there, or the share is 0. Pictures that are the same file
   * stay together.
   *
   * @param share of the training part, 0 to below 1; of each class at least one picture
   * @param seed that picks the pictures
   * @throws IllegalArgumentException if the share is something else
   */
  public DataSet heldOut(Part part, double share, long seed) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("held out share " + share + ", expected 0 to below 1");
    }
    if (share == 0 || samples.stream().anyMatch(sample -> sample.part() == part)) {
      return this;
    }
    List<Sample> changed = new ArrayList<>(samples);
    Collection<List<Integer>> groups = SameFiles.groups(samples, toTrainWith());
    for (int label = 0; label < classes.size(); label++) {
      int current = label;
      List<List<Integer>> ofClass =
          new ArrayList<>(groups.stream().filter(g -> labelOf(g.get(0)) == current).toList());
      Collections.shuffle(ofClass, new Random(seed + label));
      int all = ofClass.stream().mapToInt(List::size).sum();
      int wanted = (int) Math.max(1, Math.round(share * all));
      int held = 0;
      for (Iterator<List<Integer>> next = ofClass.iterator(); held < wanted; ) {
        List<Integer> group = next.next();
        group.forEach(i -> changed.set(i, samples.get(i).in(part)));
        held += group.size();
      }
    }
    return with(changed);
  }

  private int labelOf(int sample) {
    return samples.get(sample).label();
  }

  private List<Integer> toTrainWith() {
    return IntStream.range(0, samples.size())
        .filter(i -> samples.get(i).part() == Part.TRAIN)
        .boxed()
        .toList();
  }
}

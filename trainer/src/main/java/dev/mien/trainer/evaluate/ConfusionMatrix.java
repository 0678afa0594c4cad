// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often a face of one class was taken for another.
 *
 * @param counts a row for each true class, in it a number for each class that it was taken for
 */
public record ConfusionMatrix(List<List<Integer>> counts) {

  /**
   * Copies the rows.
   *
   * @throws IllegalArgumentException if they are not as long as there are rows
   */
  public ConfusionMatrix {
    counts = counts.stream().map(List::copyOf).toList();
    for (List<Integer> row : counts) {
      if (row.size() != counts.size()) {
        throw new IllegalArgumentException(
            "a row of %d counts for %d classes".formatted(row.size(), counts.size()));
      }
    }
  }

  static ConfusionMatrix of(Predictions predictions) {
    IntStream faces = IntStream.range(0, predictions.size());
    return of(
        predictions.classes().size(),
        IntStream.range(0, predictions.size()).map(predictions::label).toArray(),
        faces.map(predictions::leading).toArray());
  }

  /**
   * Counts faces.
   *
   * @param classes how many there are
   * @param labels true class of each face
   * @param taken class that each was taken for
   */
  public static ConfusionMatrix of(int classes, int[] labels, int[] taken) {
    int[][] counts = new int[classes][classes];
    for (int face = 0; face < labels.length; face++) {
      counts[labels[face]][taken[face]]++;
    }
    List<List<Integer>> rows = new ArrayList<>();
    for (int[] row : counts) {
      rows.add(IntStream.of(row).boxed().toList());
    }
    return new ConfusionMatrix(rows);
  }

  /**
   * Returns the counts of both.
   *
   * @param other of the same classes
   */
  ConfusionMatrix plus(ConfusionMatrix other) {
    return new ConfusionMatrix(
        IntStream.range(0, counts.size())
            .mapToObj(row -> sums(counts.get(row), other.counts.get(row)))
            .toList());
  }

  private static List<Integer> sums(List<Integer> a, List<Integer> b) {
    return IntStream.range(0, a.size()).mapToObj(i -> a.get(i) + b.get(i)).toList();
  }

  /** Returns how many faces of a class there are. */
  public int faces(int emotion) {
    return counts.get(emotion).stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the share of a class's faces that were recognised; NaN where there are none. */
  public double accuracy(int emotion) {
    return (double) hits(emotion) / faces(emotion);
  }

  /** Returns the share of right ones among those taken for a class; NaN where there are none. */
  public double precision(int emotion) {
    return (double) hits(emotion) / taken(emotion);
  }

  /** Returns the harmonic mean of accuracy and precision; NaN where the class has no faces. */
  public double f1(int emotion) {
    int faces = faces(emotion);
    return faces == 0 ? Double.NaN : 2.0 * hits(emotion) / (faces + taken(emotion));
  }

  /** Returns the share of all faces that were recognised. */
  public double overall() {
    int hits = IntStream.range(0, counts.size()).map(this::hits).sum();
    return (double) hits / IntStream.range(0, counts.size()).map(this::faces).sum();
  }

  /** Returns the mean accuracy of the classes that have faces. */
  public double mean() {
    return meanOf(this::accuracy);
  }

  /** Returns the mean of F1 over the classes that have faces. */
  public double macroF1() {
    return meanOf(this::f1);
  }

  private double meanOf(IntToDoubleFunction figure) {
    return IntStream.range(0, counts.size())
        .filter(emotion -> faces(emotion) > 0)
        .mapToDouble(figure)
        .average()
        .orElse(Double.NaN);
  }

  private int hits(int emotion) {
    return counts.get(emotion).get(emotion);
  }

  private int taken(int emotion) {
    return counts.stream().mapToInt(row -> row.get(emotion)).sum();
  }
}

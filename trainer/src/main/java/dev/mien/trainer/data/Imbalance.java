// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Subsets that are more imbalanced than their data set, as in section 4.4 of the paper: of the
 * classes by size, l = 0 being the largest, n_l = n_max IF^(-l / (L - 1)) faces are kept, or all
 * where there are fewer.
 */
public final class Imbalance {

  private Imbalance() {}

  /**
   * Returns the faces of a part that are kept, ascending. The same seed keeps the same ones; a
   * greater factor keeps fewer of these.
   *
   * @param factor of the largest class to the smallest, 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public static int[] subset(FaceSet set, Part part, double factor, long seed) {
    List<List<Integer>> byClass = new ArrayList<>();
    set.classes().forEach(name -> byClass.add(new ArrayList<>()));
    for (int face : set.indices(part)) {
      byClass.get(set.label(face)).add(face);
    }
    int[] counts = counts(byClass.stream().mapToInt(List::size).toArray(), factor);
    for (int label = 0; label < counts.length; label++) {
      Collections.shuffle(byClass.get(label), new Random(seed + label));
    }
    return IntStream.range(0, counts.length)
        .flatMap(
            label ->
                byClass.get(label).subList(0, counts[label]).stream().mapToInt(Integer::intValue))
        .sorted()
        .toArray();
  }

  /**
   * Returns the imbalance that the kept faces have. It is another than the factor where a class has
   * too few: a set that is more imbalanced by itself stays so.
   *
   * @param available faces of each class, 1 or more
   */
  public static double reached(int[] available, double factor) {
    return factor(counts(available, factor));
  }

  /** Returns how many times the smallest class the largest one is; infinite if that has none. */
  public static double factor(int[] counts) {
    IntSummaryStatistics sizes = Arrays.stream(counts).summaryStatistics();
    return (double) sizes.getMax() / sizes.getMin();
  }

  /**
   * Returns how many faces of each class are kept.
   *
   * @param available faces of each class
   * @param factor of the largest class to the smallest, 1 or more
   * @throws IllegalArgumentException if it is less
   */
  public static int[] counts(int[] available, double factor) {
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("imbalance factor " + factor + ", expected 1 or more");
    }
    List<Integer> bySize =
        IntStream.range(0, available.length)
            .boxed()
            .sorted(Comparator.comparing(label -> -available[label]))
            .toList();
    int[] counts = new int[available.length];
    for (int rank = 0; rank < bySize.size(); rank++) {
      int label = bySize.get(rank);
      double share = Math.pow(factor, -rank / Math.max(1.0, bySize.size() - 1.0));
      long wanted = Math.max(1, Math.round(available[bySize.get(0)] * share));
      counts[label] = (int) Math.min(available[label], wanted);
    }
    return counts;
  }
}

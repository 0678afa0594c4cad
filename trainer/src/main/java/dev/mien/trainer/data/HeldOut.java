// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.runtime.StageFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Moves pictures of the training part to others. Those that are the same file stay together: what
 * is learned from must not be judged by.
 */
final class HeldOut {

  private final DataSet set;
  private final long seed;
  private final List<Sample> samples;
  private final List<List<Integer>> groups;

  /** Looks which pictures are the same. */
  HeldOut(DataSet set, long seed) {
    this.set = set;
    this.seed = seed;
    this.samples = new ArrayList<>(set.samples());
    List<Integer> toTrainWith =
        IntStream.range(0, samples.size())
            .filter(i -> samples.get(i).part() == Part.TRAIN)
            .boxed()
            .toList();
    this.groups = SameFiles.groups(samples, toTrainWith);
  }

  /** Returns all, moved or not, in their order. */
  List<Sample> samples() {
    return samples;
  }

  /** Moves a share of what each class has left; a share of 0 moves nothing. */
  void move(Part part, double share) {
    for (int label = 0; share > 0 && label < set.classes().size(); label++) {
      List<List<Integer>> left = left(label);
      if (left.size() < 2) {
        throw new StageFailure(
            "%s: class '%s' has %d different pictures left to train with, too few to hold out some for the part %s: add some, or leave the class out"
                .formatted(set.folder(), set.classes().get(label), left.size(), part));
      }
      Collections.shuffle(left, new Random(seed + label));
      move(left, part, share);
    }
  }

  /** At least one group, and one stays; none that is larger than what is still wanted. */
  private void move(List<List<Integer>> left, Part part, double share) {
    int all = left.stream().mapToInt(List::size).sum();
    int smallest = left.stream().mapToInt(List::size).min().orElseThrow();
    int wanted = (int) Math.max(smallest, Math.round(share * all));
    int staying = left.size();
    for (List<Integer> group : left) {
      if (group.size() <= wanted && staying > 1) {
        group.forEach(i -> samples.set(i, samples.get(i).in(part)));
        wanted -= group.size();
        staying--;
      }
    }
  }

  /** A group with pictures of several classes is of the first one's. */
  private List<List<Integer>> left(int label) {
    return new ArrayList<>(
        groups.stream()
            .filter(group -> samples.get(group.get(0)).part() == Part.TRAIN)
            .filter(group -> samples.get(group.get(0)).label() == label)
            .toList());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.events.Box;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A labelled picture of a data set.
 *
 * @param file of the picture
 * @param name of it within the data set
 * @param label index of its class
 * @param votes share of each class, which sum to 1; empty where the data set has only the label
 * @param part that it belongs to
 * @param face where the data set says that the face is, in pixels; null if it is the whole picture
 */
record Sample(Path file, String name, int label, List<Float> votes, Part part, @Nullable Box face) {

  Sample {
    votes = List.copyOf(votes);
  }

  Sample in(Part other) {
    return new Sample(file, name, label, votes, other, face);
  }

  /** Returns whether its picture can be read. */
  boolean isThere() {
    return Files.isReadable(file);
  }

  /** Returns what is written down of it. */
  Entry entry(boolean detected) {
    return new Entry(name, label, votes, part, detected);
  }
}

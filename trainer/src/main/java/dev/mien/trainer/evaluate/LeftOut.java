// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.trainer.data.Copies;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a model does on the faces of a part and on those of the training part that its run left out
 * to be more imbalanced. Both are faces whose pictures the model did not learn from, so that the
 * one is as good a test as the other: of FER+'s test part, the mean hangs on 16 faces of disgust,
 * and runs with an imbalance factor of 100 leave out 26 more.
 *
 * @param classes of the model, in the order of the counts
 * @param part of the faces of the part
 * @param leftOut of the others
 */
public record LeftOut(List<String> classes, ConfusionMatrix part, ConfusionMatrix leftOut) {

  /**
   * Copies the classes.
   *
   * @throws IllegalArgumentException if the counts are of more classes, or of fewer
   */
  public LeftOut {
    classes = List.copyOf(classes);
    int count = classes.size();
    if (part.counts().size() != count || leftOut.counts().size() != count) {
      throw new IllegalArgumentException(
          "counts of %d and %d classes for %s"
              .formatted(part.counts().size(), leftOut.counts().size(), classes));
    }
  }

  /**
   * Counts.
   *
   * @param part what a model says of faces that it did not learn from
   * @param leftOut what it says of {@link #faces}
   */
  public static LeftOut of(Predictions part, Predictions leftOut) {
    return new LeftOut(part.classes(), ConfusionMatrix.of(part), ConfusionMatrix.of(leftOut));
  }

  /**
   * Returns the faces of the training part whose pictures are neither learned from nor in another
   * part as well.
   *
   * @param learned faces
   */
  public static int[] faces(FaceSet set, Copies copies, int[] learned) {
    int[] all = set.indices(Part.TRAIN);
    int[] held = set.indices(Part.VALIDATION, Part.TEST);
    int[] others = IntStream.concat(IntStream.of(learned), IntStream.of(held)).toArray();
    return IntStream.of(copies.unlike(all, others)).map(i -> all[i]).toArray();
  }

  /** Returns the counts of all faces. */
  ConfusionMatrix both() {
    return part.plus(leftOut);
  }
}

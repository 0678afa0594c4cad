// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.trainer.data.Copies;
import java.util.stream.IntStream;

/**
 * How a model does on the faces whose pictures are not among the pictures to learn from as well.
 *
 * @param learned faces that were left out
 * @param overall share of the others that were recognised
 * @param mean accuracy of the classes on them
 */
public record Unseen(int learned, double overall, double mean) {

  /**
   * Leaves out what was learned.
   *
   * @param faces indices within the set, those that the predictions are of
   */
  public static Unseen of(Copies copies, int[] faces, Predictions predictions) {
    Predictions unseen = only(copies, faces, predictions);
    ConfusionMatrix confusion = ConfusionMatrix.of(unseen);
    return new Unseen(faces.length - unseen.size(), confusion.overall(), confusion.mean());
  }

  /** Returns the predictions of the faces whose pictures were not learned from. */
  public static Predictions only(Copies copies, int[] faces, Predictions predictions) {
    return predictions.of(
        IntStream.range(0, faces.length).filter(i -> !copies.isLearned(faces[i])).toArray());
  }
}

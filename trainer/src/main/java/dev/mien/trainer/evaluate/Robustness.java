// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.data.FaceSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * What a model still recognises when pictures get worse, as those of other cameras are.
 *
 * @param rows first the pictures as they are, then each kind of change
 */
public record Robustness(List<Row> rows) {

  private static final String UNCHANGED = "as they are";

  /**
   * How many are recognised, 0 to 1.
   *
   * @param change that was done to all pictures
   * @param overall share of the faces
   * @param mean accuracy over the classes
   */
  public record Row(String change, double overall, double mean) {}

  /** Copies the list. */
  public Robustness {
    rows = List.copyOf(rows);
  }

  /** Returns how often each face is classified for it. */
  public static int passes(Augmentation changes) {
    return changes.kinds().size();
  }

  /**
   * Asks a model about faces that are changed in one way at a time.
   *
   * @param unchanged what it says about these faces as they are
   * @param faces indices within the set
   * @param changes how strong the changes are
   * @param done is told now and then how many pictures are done
   * @throws dev.mien.runtime.StageFailure as {@link Predictions#of}
   */
  public static Robustness of(
      Predictions unchanged,
      EmotionModel model,
      FaceSet set,
      int[] faces,
      Augmentation changes,
      IntConsumer done) {
    Faces pictures = new Faces(set);
    List<Row> rows = new ArrayList<>();
    rows.add(row(UNCHANGED, unchanged));
    changes
        .kinds()
        .forEach(
            (name, kind) -> {
              int before = (rows.size() - 1) * faces.length;
              rows.add(
                  row(
                      name,
                      Predictions.of(
                          model,
                          set,
                          faces,
                          pictures.changed(kind),
                          n -> done.accept(before + n))));
            });
    return new Robustness(rows);
  }

  private static Row row(String change, Predictions predictions) {
    ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
    return new Row(change, confusion.overall(), confusion.mean());
  }
}

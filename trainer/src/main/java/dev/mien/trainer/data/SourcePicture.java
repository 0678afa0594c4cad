// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.detector.image.Picture;
import dev.mien.events.BadRecord;
import dev.mien.events.Box;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens the picture of a sample as detection and alignment take it. */
final class SourcePicture {

  /** Shorter side from which on the detector finds what there is. */
  private static final int LEAST_SIDE = 96;

  /** Shorter side that is enough for a face which is known to fill the picture. */
  private static final int MOST_SIDE = 448;

  /** What a box of a data set leaves out of a face, as a share of its sides. */
  private static final double AROUND_BOX = 0.25;

  private SourcePicture() {}

  /**
   * Returns the picture, cut to the face where the data set says where it is, and enlarged if it is
   * small. The caller closes it.
   *
   * @throws StageFailure naming a file that is no picture
   */
  static Picture open(Sample sample) {
    try {
      Picture whole = Picture.read(sample.file());
      @Nullable Box face = sample.face();
      return enlarged(face == null ? whole : cropped(whole, face));
    } catch (IOException | BadRecord | IllegalArgumentException e) {
      throw new StageFailure(
          "%s: unreadable picture (%s): replace it, or remove it and its label"
              .formatted(sample.file(), e.getMessage()),
          e);
    }
  }

  private static Picture cropped(Picture whole, Box face) {
    double aroundX = face.width() * AROUND_BOX;
    double aroundY = face.height() * AROUND_BOX;
    try (whole;
        Picture cropped =
            whole.cropped(
                (int) Math.round(face.left() - aroundX),
                (int) Math.round(face.top() - aroundY),
                (int) Math.round(face.width() + 2 * aroundX),
                (int) Math.round(face.height() + 2 * aroundY))) {
      double scale = Math.min(1, (double) MOST_SIDE / Math.min(cropped.width(), cropped.height()));
      return cropped.resized(
          (int) Math.ceil(scale * cropped.width()), (int) Math.ceil(scale * cropped.height()));
    }
  }

  private static Picture enlarged(Picture picture) {
    int shorter = Math.min(picture.width(), picture.height());
    int factor = (LEAST_SIDE + shorter - 1) / shorter;
    if (factor == 1) {
      return picture;
    }
    try (picture) {
      return picture.enlarged(factor);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.classifier.model.FaceImage;
import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.augment.Augmenter;
import dev.mien.trainer.data.FaceSet;
import java.util.function.IntFunction;

/** Gives the faces of a set as they travel to a model: the aligned square, without the margin. */
public final class Faces {

  private static final int CHANNELS = 3;
  private static final long SEED = 1;

  private final FaceSet set;
  private final int side;

  /** The set stays the caller's to close. */
  public Faces(FaceSet set) {
    this.set = set;
    this.side = set.alignedSide();
  }

  /** Returns a face. Any thread may call it. */
  public FaceImage get(int face) {
    return FaceImage.ofRgb(side, side, rgb(face));
  }

  /**
   * Returns a source of the same faces, changed at random but each time alike. Not for several
   * threads at a time.
   */
  IntFunction<FaceImage> changed(Augmentation augmentation) {
    Augmenter augmenter = new Augmenter(augmentation, SEED, set.side(), set.margin());
    byte[] full = new byte[CHANNELS * set.side() * set.side()];
    byte[] cut = new byte[augmenter.bytes()];
    return face -> {
      set.pixels(face, full);
      augmenter.apply(0, face, full, cut);
      return FaceImage.ofRgb(side, side, cut);
    };
  }

  /** Returns red, green and blue of every pixel of a face, row by row from the top left. */
  public byte[] rgb(int face) {
    byte[] pixels = new byte[CHANNELS * set.side() * set.side()];
    set.pixels(face, pixels);
    byte[] centre = new byte[CHANNELS * side * side];
    int row = CHANNELS * side;
    for (int y = 0; y < side; y++) {
      int from = CHANNELS * ((y + set.margin()) * set.side() + set.margin());
      System.arraycopy(pixels, from, centre, y * row, row);
    }
    return centre;
  }

  /** Returns the width and height of every face in pixels. */
  public int side() {
    return side;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.augment.Augmenter;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.method.ViewTransform;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Augmented pictures in the form that a network takes. */
final class Pictures implements Inputs {

  private final FaceSet faces;
  private final Preprocessing preprocessing;
  private final ViewTransform transform;
  private final Augmenter augmenter;
  private final int side;
  private final byte[] full;
  private final byte[] cut;

  Pictures(
      FaceSet faces,
      Preprocessing preprocessing,
      ViewTransform transform,
      Augmentation augmentation,
      long seed) {
    this.faces = faces;
    this.preprocessing = preprocessing;
    this.transform = transform;
    this.augmenter = new Augmenter(augmentation, seed, faces.side(), faces.margin());
    this.full = new byte[3 * faces.side() * faces.side()];
    this.cut = new byte[augmenter.bytes()];
    this.side = faces.alignedSide();
  }

  @Override
  public int firstStage() {
    return 0;
  }

  @Override
  @SuppressWarnings("try") // the scope works by being there
  public Tensor of(int[] chosen, int epoch, boolean paired) {
    float[] values = new float[chosen.length * preprocessing.values()];
    for (int i = 0; i < chosen.length; i++) {
      faces.pixels(chosen[i], full);
      augmenter.apply(epoch, chosen[i], full, cut);
      FaceImage picture = FaceImage.ofRgb(side, side, cut);
      preprocessing.write(picture, values, i * preprocessing.values());
    }
    try (PointerScope scope = new PointerScope()) {
      Tensor first =
          AbstractTensor.create(
              values, chosen.length, 3, preprocessing.height(), preprocessing.width());
      Tensor inputs = paired ? both(first) : first;
      inputs.retainReference();
      return inputs;
    }
  }

  private Tensor both(Tensor first) {
    return torch.cat(new TensorVector(first, transform.view(first)), 0);
  }

  @Override
  public void close() {}
}

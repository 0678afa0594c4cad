// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.classifier.model.Preprocessing;
import java.util.List;

/** What turns pictures of faces into feature planes. */
public interface Backbone {

  /** Form of the pictures for weights that were trained on ImageNet with torchvision. */
  String IMAGENET =
      "N x 3 x 224 x 224, RGB, (x - [123.675, 116.28, 103.53]) / [58.395, 57.12, 57.375]";

  /** Returns all there are, the default first. */
  static List<Backbone> all() {
    return List.of(
        new MobileFaceNet(),
        ResNet.of18(),
        ResNet.of50(),
        new MobileNetV2(),
        new SwinTransformer());
  }

  /**
   * Finds one by its name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Backbone named(String name) {
    return all().stream()
        .filter(backbone -> backbone.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "backbone is '%s', expected one of %s"
                        .formatted(name, all().stream().map(Backbone::name).toList())));
  }

  /** Returns what it goes by in configurations, for example {@code mobilefacenet}. */
  String name();

  /** Returns the form of the pictures it takes. */
  Preprocessing preprocessing();

  /** Returns its parts, in the order of the data. */
  List<Stage> stages();

  /** Returns how many feature planes come out. */
  int features();

  /**
   * Returns how many columns the planes of a mirrored picture, mirrored back, lie to the right of
   * those of the picture, to the nearest column. Where a layer of stride 2 has an even number of
   * inputs and a kernel of 3, it pads one side only and so looks beside the middle of its cell.
   */
  int mirrorShift();
}

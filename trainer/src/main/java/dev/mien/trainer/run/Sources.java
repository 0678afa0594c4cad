// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.classifier.model.Preprocessing;
import dev.mien.runtime.Sha256;
import dev.mien.trainer.augment.Augmentation;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.method.ViewTransform;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.StoredTensor;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Makes the inputs of a run: pictures, or what the frozen first stages make of them. */
final class Sources {

  /** Half of the pictures of EAC lose a rectangle. */
  private static final double ERASING = 0.5;

  private static final int KEY_LENGTH = 16;

  /**
   * Raised whenever augmentations, views or backbones are changed so that the same settings give
   * other numbers.
   */
  private static final int REVISION = 1;

  /** Of stored pictures: all runs on the same data may share a file. */
  private static final long SHARED_SEED = 1;

  private final TrainConfig config;
  private final RunSetup setup;
  private final RunListener listener;
  private final BooleanSupplier stop;

  Sources(TrainConfig config, RunSetup setup, RunListener listener, BooleanSupplier stop) {
    this.config = config;
    this.setup = setup;
    this.listener = listener;
    this.stop = stop;
  }

  /** Returns changed pictures to learn from. */
  Inputs forTraining() {
    Augmentation chosen = config.augmentation();
    double erase = Math.max(chosen.erase(), config.method().erasing() ? ERASING : 0);
    boolean paired = config.paired(config.epochs() - 1);
    Augmentation changes = chosen.erasing(erase);
    int[] faces = config.learnable(setup.faces());
    return of(faces, changes, new StoredFeatures.Form(config.versions(), paired ? 2 : 1));
  }

  /** Returns pictures as they are. */
  Inputs forExamination(int[] faces) {
    return of(faces, Augmentation.NONE, new StoredFeatures.Form(1, 1));
  }

  private Inputs of(int[] faces, Augmentation augmentation, StoredFeatures.Form form) {
    FaceSet all = setup.faces();
    Preprocessing preprocessing = setup.network().backbone().preprocessing();
    ViewTransform transform = config.transformFor(setup.network().backbone());
    int frozen = config.frozenFirst(setup.network().backbone());
    if (frozen == 0 || faces.length == 0 || form.versions() == 0) {
      return new Pictures(all, preprocessing, transform, augmentation, config.seed());
    }
    String name = "features-" + key(faces, augmentation, form, frozen) + ".f16";
    return StoredFeatures.open(
        setup.cache().resolve(name),
        new StoredFeatures.Frozen(
            setup.network(), setup.parameters(), frozen, setup.device(), config.atOnce()),
        new Pictures(all, preprocessing, transform, augmentation, SHARED_SEED),
        faces,
        form,
        listener,
        stop);
  }

  /** Whatever changes the numbers in the file changes its name. */
  private String key(int[] faces, Augmentation augmentation, StoredFeatures.Form form, int frozen) {
    MessageDigest digest = Sha256.digest();
    List<Object> parts =
        List.of(
            REVISION,
            setup.faces().hash(),
            Arrays.hashCode(faces),
            faces.length,
            augmentation,
            config.transform(),
            form,
            frozen);
    digest.update(parts.toString().getBytes(StandardCharsets.UTF_8));
    Parameters parameters = setup.parameters();
    for (Map.Entry<String, StoredTensor> entry : parameters.stored().entrySet()) {
      if (parameters.isFrozen(entry.getKey())) {
        digest.update(entry.getValue().bytes(ByteOrder.BIG_ENDIAN));
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, KEY_LENGTH);
  }
}

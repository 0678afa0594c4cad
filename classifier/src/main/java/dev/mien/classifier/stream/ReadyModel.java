// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.events.ModelVersion;
import org.jspecify.annotations.Nullable;

/**
 * A model that may serve.
 *
 * @param version that was published, null for what the classifier brings itself
 * @param model which is closed by whoever it serves last
 * @param onProbation whether its predecessor is kept until it has shown that it does as well
 */
record ReadyModel(@Nullable ModelVersion version, EmotionModel model, boolean onProbation) {

  /** Returns the name that events carry. */
  String name() {
    return model.metadata().version();
  }
}

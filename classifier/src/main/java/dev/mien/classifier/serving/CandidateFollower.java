// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.events.ModelVersion;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the candidate that is to be tried on a share of the faces, and lets go of it. One that is
 * refused is not tried again. For the thread of its {@link ModelFollower}.
 */
final class CandidateFollower {

  private static final Logger LOG = LoggerFactory.getLogger(CandidateFollower.class);

  private final double share;
  private final ModelLoader loader;
  private final ModelMetrics metrics;
  private String tried = "";

  /**
   * Has no candidate yet.
   *
   * @param share of the faces that are tried, 0 for none
   */
  CandidateFollower(double share, ModelLoader loader, ModelMetrics metrics) {
    this.share = share;
    this.loader = loader;
    this.metrics = metrics;
  }

  /**
   * Hands on the candidate of the catalogue if it is another one than before.
   *
   * @param isUnwanted is asked while it waits
   */
  void follow(Catalogue catalogue, ServingModels models, BooleanSupplier isUnwanted) {
    @Nullable ModelVersion candidate = catalogue.candidate().orElse(null);
    String file = ReadyModel.file(candidate);
    if (share == 0 || file.equals(tried)) {
      return;
    }
    models.candidate().offer(candidate == null ? null : load(candidate, isUnwanted));
    tried = file;
  }

  private @Nullable EmotionModel load(ModelVersion candidate, BooleanSupplier isUnwanted) {
    try {
      EmotionModel loaded = loader.loadToTry(candidate, isUnwanted);
      LOG.info("Candidate {} is tried on {} of the faces", candidate.version(), share);
      return loaded;
    } catch (ModelRefused e) {
      metrics.refused(e.refusal());
      LOG.error("The candidate is not tried: {}", e.getMessage());
      return null;
    }
  }
}

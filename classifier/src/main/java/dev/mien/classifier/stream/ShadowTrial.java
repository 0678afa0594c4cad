// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.serving.ServingModels;
import dev.mien.events.ShadowEmotion;
import java.util.List;

/** Tries the candidate, if there is one, on a share of the faces that the active model scored. */
final class ShadowTrial {

  private final ServingModels models;
  private final ShadowSample sample;

  ShadowTrial(ServingModels models, ShadowSample sample) {
    this.models = models;
    this.sample = sample;
  }

  void run(List<Scored<FaceInput>> faces, BatchOutput output) {
    if (!models.candidate().isThere()) {
      return;
    }
    List<Scored<FaceInput>> sampled =
        faces.stream().filter(face -> sample.has(face.subject().face())).toList();
    if (sampled.isEmpty()) {
      return;
    }
    String candidate = models.candidate().version(); // it may be dropped for what it does now
    Scored.of(
            sampled,
            models.tryCandidate(sampled.stream().map(face -> face.subject().image()).toList()),
            failed -> {})
        .forEach(tried -> output.add(tried.subject().subject(), shadow(tried, candidate)));
  }

  private ShadowEmotion shadow(Scored<Scored<FaceInput>> tried, String candidate) {
    Scored<FaceInput> active = tried.subject();
    return new ShadowEmotion(
        active.subject().face(),
        candidate,
        tried.scores().leading(),
        tried.scores(),
        models.active().metadata().version(),
        active.scores().leading());
  }
}

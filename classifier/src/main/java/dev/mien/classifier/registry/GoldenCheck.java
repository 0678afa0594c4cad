// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.events.GoldenBatch;
import java.util.List;
import java.util.Locale;

/** What a model makes of the golden faces, held against what it should. */
final class GoldenCheck {

  /** Largest difference of a logit on processors; RATIONALE.md says why so much. */
  private static final double CPU_TOLERANCE = 1e-3;

  /** CUDA devices multiply in TF32, with 10 bits. */
  private static final double CUDA_TOLERANCE = 5e-2;

  private final EmotionModel model;
  private final String version;
  private final List<FaceImage> faces;
  private final List<float[]> logits;

  private GoldenCheck(EmotionModel model, List<FaceImage> faces, List<float[]> logits) {
    this.model = model;
    this.version = model.metadata().version();
    this.faces = faces;
    this.logits = logits;
  }

  /**
   * Gives a model the faces.
   *
   * @throws ModelRefused if what comes is not finite
   */
  static GoldenCheck of(EmotionModel model) throws ModelRefused {
    List<FaceImage> faces = GoldenFaces.all();
    GoldenCheck check = new GoldenCheck(model, faces, model.logits(faces));
    check.requireFinite();
    return check;
  }

  GoldenBatch batch() {
    return GoldenFaces.batch(logits);
  }

  private void requireFinite() throws ModelRefused {
    for (float[] row : logits) {
      for (float logit : row) {
        if (!Float.isFinite(logit)) {
          throw new ModelRefused(
              Refusal.NOT_FINITE,
              "model %s gives %s for a face, expected finite logits: train it again"
                  .formatted(version, logit));
        }
      }
    }
  }

  /** A network that mixes the faces of a batch gives each one something else when it is alone. */
  void requireApart() throws ModelRefused {
    List<float[]> alone = faces.stream().map(face -> model.logits(List.of(face)).get(0)).toList();
    if (!(difference(batch(), alone) <= tolerance())) {
      throw new ModelRefused(
          Refusal.UNUSABLE,
          "model %s gives a face other logits alone than beside others: its network must treat the faces of a batch apart"
              .formatted(version));
    }
  }

  /** Holds it against what the model made of the faces elsewhere. */
  void requireEqual(GoldenBatch expected) throws ModelRefused {
    if (!expected.faces().equals(GoldenFaces.NAME)) {
      throw new ModelRefused(
          Refusal.GOLDEN,
          "model %s was tried on the faces '%s', this version of Mien has '%s': update it"
              .formatted(version, expected.faces(), GoldenFaces.NAME));
    }
    double difference = difference(expected, logits);
    if (!(difference <= tolerance())) {
      throw new ModelRefused(
          Refusal.GOLDEN,
          String.format(
              Locale.ROOT,
              "model %s differs by %.2g in its logits of the golden faces on %s, at most %.0e is rounding: compare the ONNX Runtime and the device with those of its publisher",
              version,
              difference,
              model.device(),
              tolerance()));
    }
  }

  /** Returns whether as many logits of as many faces are expected. */
  boolean isLike(GoldenBatch expected) {
    return Double.isFinite(difference(expected, logits));
  }

  private double tolerance() {
    return model.isOnCpu() ? CPU_TOLERANCE : CUDA_TOLERANCE;
  }

  private static double difference(GoldenBatch expected, List<float[]> actual) {
    List<List<Float>> rows = expected.logits();
    if (rows.size() != actual.size() || rows.get(0).size() != actual.get(0).length) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < actual.size(); i++) {
      for (int j = 0; j < actual.get(i).length; j++) {
        largest = Math.max(largest, Math.abs(actual.get(i)[j] - rows.get(i).get(j)));
      }
    }
    return largest;
  }
}

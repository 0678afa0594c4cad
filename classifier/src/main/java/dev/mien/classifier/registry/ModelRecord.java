// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.events.EpochMicros;
import dev.mien.events.GoldenBatch;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import dev.mien.runtime.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** What a model file says about itself, and what is seen of it, as the record of a new version. */
final class ModelRecord {

  private static final Set<String> SHOWN_ELSEWHERE =
      Set.of(
          ModelMetadata.VERSION,
          ModelMetadata.CLASSES,
          Preprocessing.KEY,
          ModelMetadata.ALIGNMENT,
          GoldenFaces.KEY);

  private ModelRecord() {}

  /**
   * Makes the record. The golden logits are those of the trainer, or those that the model has here
   * if the file brings none.
   *
   * @param here what the model makes of the golden faces here
   * @param file the bytes of the model
   * @throws ModelRefused if it has wrong words for the golden logits
   */
  static ModelVersion of(
      EmotionModel model, GoldenBatch here, byte[] file, boolean mayChangeClasses)
      throws ModelRefused {
    return version(model, file, trained(model).orElse(here), mayChangeClasses);
  }

  private static Optional<GoldenBatch> trained(EmotionModel model) throws ModelRefused {
    try {
      return GoldenFaces.of(model.properties());
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Refusal.UNUSABLE,
          "model %s: %s".formatted(model.metadata().version(), e.getMessage()),
          e);
    }
  }

  private static ModelVersion version(
      EmotionModel model, byte[] file, GoldenBatch golden, boolean mayChangeClasses) {
    ModelMetadata metadata = model.metadata();
    Map<String, Double> metrics = new TreeMap<>();
    Map<String, String> provenance = new TreeMap<>();
    model.properties().forEach((key, value) -> sort(key, value, metrics, provenance));
    long now = EpochMicros.now();
    return new ModelVersion(
        metadata.version(),
        ModelState.CANDIDATE,
        ModelChange.PUBLISHED,
        "",
        "",
        now,
        now,
        Sha256.of(file),
        file.length,
        UUID.randomUUID().toString(),
        (file.length + ModelPublisher.CHUNK_BYTES - 1) / ModelPublisher.CHUNK_BYTES,
        metadata.classes(),
        metadata.preprocessing().toString(),
        metadata.alignment(),
        mayChangeClasses,
        golden,
        metrics,
        provenance);
  }

  private static void sort(
      String key, String value, Map<String, Double> metrics, Map<String, String> provenance) {
    if (SHOWN_ELSEWHERE.contains(key)) {
      return;
    }
    if (key.startsWith(ModelMetadata.METRICS)) {
      try {
        double number = Double.parseDouble(value);
        if (Double.isFinite(number)) {
          metrics.put(key.substring(ModelMetadata.METRICS.length()), number);
          return;
        }
      } catch (NumberFormatException e) {
        // Words are kept as words, and so is what is not a number.
      }
    }
    provenance.put(key, value);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.model.GoldenFaces;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.classifier.model.Preprocessing;
import dev.mien.events.GoldenBatch;
import dev.mien.events.ModelVersion;
import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a model must pass before it may serve. */
public final class ModelGate {

  private static final Logger LOG = LoggerFactory.getLogger(ModelGate.class);

  /** Faces that a classifier takes at once by default. */
  public static final int USUAL_BATCH = 64;

  private ModelGate() {}

  /**
   * Loads a file, holds it against its record and warms it up.
   *
   * @param maxBatch the most faces that it will be given at once
   * @return the model, which the caller closes
   * @throws ModelRefused if it does not load, is not what the record says, fails on a batch, or
   *     does not compute what it should
   */
  public static EmotionModel open(
      ModelVersion version, byte[] onnx, DeviceChoice device, int threads, int maxBatch)
      throws ModelRefused {
    EmotionModel model = load(version.version(), onnx, device, threads);
    try {
      requireSame(version, model.metadata());
      requireGolden(version.golden(), model);
      warmUp(model, maxBatch);
      return model;
    } catch (ModelRefused e) {
      model.close();
      throw e;
    } catch (RuntimeException e) {
      model.close();
      throw new ModelRefused(
          Refusal.UNUSABLE, "model %s: %s".formatted(version.version(), e.getMessage()), e);
    }
  }

  /**
   * Loads a file that nobody published, and holds it against the golden logits that it carries, if
   * there are any. On a CUDA device, whose tolerance was not measured yet and where there may be no
   * other model to take, a difference is a warning.
   *
   * @param file in ONNX, null for the bundled model
   * @return the model, which the caller closes
   * @throws StageFailure if it is no model of faces or does not compute what it should
   */
  public static EmotionModel open(@Nullable Path file, DeviceChoice device, int threads) {
    EmotionModel model = EmotionModel.open(file, device, threads);
    try {
      Optional<GoldenBatch> golden = GoldenFaces.of(model.properties());
      if (golden.isPresent()) {
        requireOwnGolden(golden.get(), model);
      }
      return model;
    } catch (ModelRefused | RuntimeException e) {
      model.close();
      throw new StageFailure(
          "%s cannot serve: %s"
              .formatted(file == null ? "the bundled model" : "model " + file, e.getMessage()),
          e);
    }
  }

  private static void requireOwnGolden(GoldenBatch golden, EmotionModel model) throws ModelRefused {
    GoldenCheck check = GoldenCheck.of(model);
    try {
      check.requireEqual(golden);
    } catch (ModelRefused e) {
      if (model.isOnCpu() || !check.isLike(golden)) {
        throw e;
      }
      LOG.warn("{}", e.getMessage());
    }
  }

  private static void requireGolden(GoldenBatch golden, EmotionModel model) throws ModelRefused {
    GoldenCheck check = GoldenCheck.of(model);
    check.requireApart();
    check.requireEqual(golden);
  }

  /**
   * Runs the sizes of batches that are slow the first time: on a CUDA device, where ONNX Runtime
   * looks for the best kernels, each one up to the usual; beyond that, and on processors, which
   * only allocate, powers of two.
   *
   * @param maxBatch the most faces that it will be given at once
   */
  public static void warmUp(EmotionModel model, int maxBatch) {
    FaceImage face = GoldenFaces.all().get(0);
    IntStream.rangeClosed(1, maxBatch)
        .filter(
            size ->
                (size <= USUAL_BATCH && !model.isOnCpu())
                    || Integer.bitCount(size) == 1
                    || size == maxBatch)
        .forEach(size -> model.logits(Collections.nCopies(size, face)));
  }

  static EmotionModel load(String name, byte[] onnx, DeviceChoice device, int threads)
      throws ModelRefused {
    try {
      return EmotionModel.open(onnx, "model " + name, device, threads);
    } catch (StageFailure e) {
      throw new ModelRefused(Refusal.UNUSABLE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Lets a model classify as many faces at once as a classifier takes by default.
   *
   * @throws ModelRefused if it cannot
   */
  static void requireBatches(EmotionModel model) throws ModelRefused {
    try {
      model.logits(Collections.nCopies(USUAL_BATCH, GoldenFaces.all().get(0)));
    } catch (StageFailure e) {
      throw new ModelRefused(Refusal.UNUSABLE, "model " + e.getMessage(), e);
    }
  }

  private static void requireSame(ModelVersion version, ModelMetadata file) throws ModelRefused {
    if (!file.version().equals(version.version())) {
      throw differs(Refusal.UNUSABLE, version, "version", file.version(), version.version());
    }
    if (!file.classes().equals(version.classes())) {
      throw differs(Refusal.CLASSES, version, "classes", file.classes(), version.classes());
    }
    if (!file.preprocessing().equals(parse(version))) {
      throw differs(
          Refusal.PREPROCESSING,
          version,
          "preprocessing",
          file.preprocessing(),
          version.preprocessing());
    }
  }

  private static ModelRefused differs(
      Refusal refusal, ModelVersion version, String what, Object file, Object record) {
    return new ModelRefused(
        refusal,
        "model %s: %s is %s in the file, but %s in its record: publish the file anew"
            .formatted(version.version(), what, file, record));
  }

  private static Preprocessing parse(ModelVersion version) throws ModelRefused {
    try {
      return Preprocessing.parse(version.preprocessing());
    } catch (IllegalArgumentException e) {
      throw new ModelRefused(
          Refusal.PREPROCESSING, "model %s: %s".formatted(version.version(), e.getMessage()), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.ModelGate;
import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which models serve, and how.
 *
 * @param pinned ONNX file that serves whatever is published; null for the active version, or the
 *     bundled one where there is none
 * @param device to run it on
 * @param threads that one batch is spread over, 0 for one per physical core
 * @param maxBatch number of faces that are classified at once
 * @param policy what is done about published versions
 */
public record ServingConfig(
    @Nullable Path pinned, DeviceChoice device, int threads, int maxBatch, ModelPolicy policy) {

  /** Faces in a batch by default. */
  public static final int DEFAULT_MAX_BATCH = ModelGate.USUAL_BATCH;

  private static final int MOST_FACES = 4096;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public ServingConfig {
    if (threads < 0) {
      throw new IllegalArgumentException("threads is " + threads + ", expected 0 or more");
    }
    if (maxBatch < 1 || maxBatch > MOST_FACES) {
      throw new IllegalArgumentException(
          "max batch is " + maxBatch + ", expected 1 to " + MOST_FACES + " faces");
    }
  }

  /** Returns the bundled model on whatever device there is. */
  public static ServingConfig defaults() {
    return new ServingConfig(
        null, new DeviceChoice.Auto(), 0, DEFAULT_MAX_BATCH, ModelPolicy.DEFAULT);
  }

  /**
   * Opens the model that a classifier brings along; it is cold, for it may not be what serves.
   *
   * @return the model, which the caller closes
   * @throws StageFailure if it cannot serve
   */
  public EmotionModel openOwn() {
    return ModelGate.open(pinned, device, threads);
  }

  /** Opens it as {@link #openOwn} does, to serve at once. */
  EmotionModel openOwnWarm() {
    EmotionModel own = openOwn();
    try {
      warmUp(own);
      return own;
    } catch (StageFailure e) {
      own.close();
      throw e;
    }
  }

  /**
   * Has a model do batches of all sizes that it will be given, the first of which are slow.
   *
   * @throws StageFailure if it fails on one
   */
  public void warmUp(EmotionModel own) {
    try {
      ModelGate.warmUp(own, maxBatch);
    } catch (RuntimeException e) {
      throw new StageFailure(
          "model %s cannot serve batches of up to %d faces: %s: lower --max-batch, or take another model"
              .formatted(own.metadata().version(), maxBatch, e.getMessage()),
          e);
    }
  }

  /** Returns whether a file was named by hand, which serves whatever the topic says. */
  boolean isPinned() {
    return pinned != null;
  }
}

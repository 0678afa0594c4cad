// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.Smoother;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.registry.ModelGate;
import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.classifier.serving.ServingConfig;
import dev.mien.runtime.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier works.
 *
 * @param model ONNX file that serves whatever is published; null for the active version, or the
 *     bundled one where there is none
 * @param device to run it on
 * @param threads that one batch is spread over, 0 for one per physical core
 * @param maxBatch number of faces that are classified at once
 * @param halfLife after which a picture counts half in the smoothed scores
 * @param delivery promise to the readers of the events
 * @param instance name that is the same after a restart and that no other running classifier has;
 *     then the restarted one takes over at once what it left open. Null for a new name each time.
 * @param group of the classifiers that share the cameras
 * @param models what is done about published versions
 */
public record ClassifierConfig(
    @Nullable Path model,
    DeviceChoice device,
    int threads,
    int maxBatch,
    Duration halfLife,
    Delivery delivery,
    @Nullable String instance,
    String group,
    ModelPolicy models) {

  /** Faces in a batch by default. */
  public static final int DEFAULT_MAX_BATCH = ModelGate.USUAL_BATCH;

  /** Consumer group by default. */
  public static final String DEFAULT_GROUP = "mien-classifier";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public ClassifierConfig {
    // It checks its part.
    ServingConfig unused = new ServingConfig(model, device, threads, maxBatch, models);
    if (halfLife.isNegative()) {
      throw new IllegalArgumentException("half-life is " + halfLife + ", expected 0 or more");
    }
  }

  /** Returns the part of it that is about the models. */
  ServingConfig serving() {
    return new ServingConfig(model, device, threads, maxBatch, models);
  }

  /** Returns the bundled model on whatever device there is, with exactly-once delivery. */
  public static ClassifierConfig defaults() {
    return new ClassifierConfig(
        null,
        new DeviceChoice.Auto(),
        0,
        DEFAULT_MAX_BATCH,
        Smoother.DEFAULT_HALF_LIFE,
        Delivery.EXACTLY_ONCE,
        null,
        DEFAULT_GROUP,
        ModelPolicy.DEFAULT);
  }
}

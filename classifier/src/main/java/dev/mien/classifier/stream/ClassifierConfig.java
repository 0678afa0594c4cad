// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.Smoother;
import dev.mien.classifier.serving.ServingConfig;
import dev.mien.runtime.Delivery;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a classifier works.
 *
 * @param serving which models, and how
 * @param halfLife after which a picture counts half in the smoothed scores
 * @param delivery promise to the readers of the events
 * @param instance name that is the same after a restart and that no other running classifier has;
 *     then the restarted one takes over at once what it left open. Null for a new name each time.
 * @param group of the classifiers that share the cameras
 */
public record ClassifierConfig(
    ServingConfig serving,
    Duration halfLife,
    Delivery delivery,
    @Nullable String instance,
    String group) {

  /** Consumer group by default. */
  public static final String DEFAULT_GROUP = "mien-classifier";

  /**
   * Checks the half-life.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ClassifierConfig {
    if (halfLife.isNegative()) {
      throw new IllegalArgumentException("half-life is " + halfLife + ", expected 0 or more");
    }
  }

  /** Returns the bundled model on whatever device there is, with exactly-once delivery. */
  public static ClassifierConfig defaults() {
    return new ClassifierConfig(
        ServingConfig.defaults(),
        Smoother.DEFAULT_HALF_LIFE,
        Delivery.EXACTLY_ONCE,
        null,
        DEFAULT_GROUP);
  }
}

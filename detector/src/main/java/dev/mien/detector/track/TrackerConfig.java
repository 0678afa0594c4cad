// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import java.time.Duration;

/**
 * When a detection is the next sight of a track.
 *
 * @param minIou overlap with the predicted box that is enough, above 0 and at most 1
 * @param maxSpeed where the overlap is less: how fast a face may have moved beside the prediction,
 *     in sides of its box per second; 0 lets overlap alone decide
 * @param maxLost how long a track that is not seen is kept, in media time
 */
public record TrackerConfig(double minIou, double maxSpeed, Duration maxLost) {

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming it and its value
   */
  public TrackerConfig {
    if (!(minIou > 0 && minIou <= 1)) {
      throw new IllegalArgumentException(
          "least overlap is " + minIou + ", expected above 0 and at most 1");
    }
    if (!(maxSpeed >= 0 && Double.isFinite(maxSpeed))) {
      throw new IllegalArgumentException("greatest speed is " + maxSpeed + ", expected 0 or more");
    }
    if (maxLost.isNegative()) {
      throw new IllegalArgumentException("longest loss is " + maxLost + ", expected 0 or more");
    }
  }

  /** Returns the values that RATIONALE.md gives reasons for. */
  public static TrackerConfig defaults() {
    return new TrackerConfig(0.2, 6, Duration.ofMillis(1_500));
  }

  /** Returns the same but for how long a track is kept. */
  public TrackerConfig withMaxLost(Duration value) {
    return new TrackerConfig(minIou, maxSpeed, value);
  }
}

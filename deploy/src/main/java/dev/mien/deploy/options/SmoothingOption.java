// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How the scores of a face are smoothed over time. */
public final class SmoothingOption {

  @Option(
      names = "--half-life",
      paramLabel = "<seconds>",
      defaultValue = "0.5",
      description =
          "after which a picture counts half in the smoothed scores (default: ${DEFAULT-VALUE})")
  private double halfLifeSeconds;

  /**
   * Returns the half-life of the smoothing.
   *
   * @throws IllegalArgumentException if it is not a length of time
   */
  public Duration halfLife() {
    if (!(halfLifeSeconds >= 0 && halfLifeSeconds <= 3600)) {
      throw new IllegalArgumentException(
          "--half-life is " + halfLifeSeconds + ", expected 0 to 3600 seconds");
    }
    return Duration.ofNanos(Math.round(halfLifeSeconds * 1e9));
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import java.time.Duration;

/**
 * How emotions are counted.
 *
 * @param window length of a window
 * @param application id of the Kafka Streams application: its consumer group, and the beginning of
 *     its changelog topic's name
 */
public record RatesConfig(Duration window, String application) {

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public RatesConfig {
    if (window.compareTo(Duration.ofMillis(1)) < 0) {
      throw new IllegalArgumentException("window is " + window + ", expected 1 ms or more");
    }
    if (application.isBlank()) {
      throw new IllegalArgumentException("application id is empty");
    }
  }

  /** Returns windows of 10 seconds. */
  public static RatesConfig defaults() {
    return new RatesConfig(Duration.ofSeconds(10), "mien-emotion-rates");
  }
}

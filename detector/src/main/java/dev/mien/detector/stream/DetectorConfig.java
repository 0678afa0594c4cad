// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.detector.mtcnn.MtcnnConfig;
import dev.mien.detector.track.TrackerConfig;
import dev.mien.runtime.Delivery;
import java.time.Duration;

/**
 * How a detector works.
 *
 * @param mtcnn how hard to look for faces
 * @param tracker when two faces are one
 * @param delivery promise to the readers of the faces
 * @param commitInterval how often faces are committed, 1 ms or more: with exactly-once delivery
 *     their readers see them that much later, on average half of it
 * @param threads that work on cameras at once; those of one partition share a thread
 * @param application id of the Kafka Streams application: its consumer group, and the beginning of
 *     its changelog topic's name
 */
public record DetectorConfig(
    MtcnnConfig mtcnn,
    TrackerConfig tracker,
    Delivery delivery,
    Duration commitInterval,
    int threads,
    String application) {

  /** Kafka Streams application id by default. */
  public static final String DEFAULT_APPLICATION = "mien-detector";

  /** The best latency on the whole, see RATIONALE.md. */
  public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(50);

  private static final int MOST_THREADS = 1_000;

  /**
   * Checks the components.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public DetectorConfig {
    if (commitInterval.toMillis() < 1 || commitInterval.toSeconds() >= 5) {
      throw new IllegalArgumentException(
          "commit interval is " + commitInterval + ", expected 1 ms or more and less than 5 s");
    }
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads is " + threads + ", expected 1 to " + MOST_THREADS);
    }
    if (application.isBlank()) {
      throw new IllegalArgumentException("application id is empty");
    }
  }

  /** Returns exactly-once delivery and a thread for every other processor of this machine. */
  public static DetectorConfig defaults() {
    return new DetectorConfig(
        MtcnnConfig.defaults(),
        TrackerConfig.defaults(),
        Delivery.EXACTLY_ONCE,
        DEFAULT_COMMIT_INTERVAL,
        Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
        DEFAULT_APPLICATION);
  }
}

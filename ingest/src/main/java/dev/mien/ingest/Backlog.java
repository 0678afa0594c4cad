// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

/**
 * How far a file may get ahead of the detectors. {@code mien.frames} is kept for minutes only: what
 * they have not read by then is lost.
 *
 * @param group consumer group of the detectors
 * @param frames of all cameras that may wait for them, {@link Integer#MAX_VALUE} for any number
 */
public record Backlog(String group, int frames) {

  /** Consumer group of the detectors by default. */
  public static final String DEFAULT_GROUP = "mien-detector";

  /** What detectors with 4 frames/s are through with before it is deleted. */
  public static final int DEFAULT_FRAMES = 2_000;

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Backlog {
    if (group.isBlank()) {
      throw new IllegalArgumentException("group of the detectors is empty");
    }
    if (frames < 1) {
      throw new IllegalArgumentException("backlog is " + frames + " frames, expected 1 or more");
    }
  }

  /** Returns the defaults. */
  public static Backlog defaults() {
    return new Backlog(DEFAULT_GROUP, DEFAULT_FRAMES);
  }
}

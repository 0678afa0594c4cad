// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * How far a source may get ahead of the detectors. {@code mien.frames} is kept for minutes only:
 * what they have not read by then is lost, so a file waits for them. A live source drops frames
 * instead, since nobody wants to hear late of what happens now.
 *
 * @param group consumer group of the detectors
 * @param frames of all cameras that may wait for them before a file waits, {@link
 *     Integer#MAX_VALUE} for any number
 * @param delay how late they may get to a frame of a live source. Frames are dropped from half of
 *     it on, so it has to be several times what the detectors take between two commits
 */
public record Backlog(String group, int frames, Duration delay) {

  /** Consumer group of the detectors by default. */
  public static final String DEFAULT_GROUP = "mien-detector";

  /** What detectors with 4 frames/s are through with before it is deleted. */
  public static final int DEFAULT_FRAMES = 2_000;

  /** Enough for detectors to share the cameras anew when one comes or goes in peace. */
  public static final Duration DEFAULT_DELAY = Duration.ofSeconds(5);

  /** It takes up to half a second to hear of a commit. */
  private static final Duration MIN_DELAY = Duration.ofSeconds(1);

  /** As good as any: frames are deleted long before. */
  private static final Duration MAX_DELAY = Duration.ofHours(1);

  /**
   * Checks every component.
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
    if (delay.compareTo(MIN_DELAY) < 0 || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(
          "delay of a live source is %s s, expected %s to %s"
              .formatted(seconds(delay), seconds(MIN_DELAY), seconds(MAX_DELAY)));
    }
  }

  /** Returns a time in seconds, as a person writes it. */
  static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  /** Returns the defaults. */
  public static Backlog defaults() {
    return new Backlog(DEFAULT_GROUP, DEFAULT_FRAMES, DEFAULT_DELAY);
  }

  /** Returns the same with another number of frames. */
  public Backlog withFrames(int other) {
    return new Backlog(group, other, delay);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

/**
 * Turns the timestamps of a source into positions that start at 0 and always grow: a frame without
 * a timestamp, or with one that does not advance, comes one frame period after the one before it.
 * Where timestamps jump back, as those of a camera that was restarted do, time goes on from there,
 * and so it does where they leap in a format that may: FFmpeg takes a clock of MPEG-TS that was set
 * back for one that went round, hours ahead.
 */
final class MediaClock {

  /** A frame that has no timestamp; the value FFmpeg uses. */
  static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private static final long DEFAULT_PERIOD_MICROS = 40_000;

  /** Timestamps that are less early are of frames in a wrong order. */
  private static final long JUMP_MICROS = 1_000_000;

  /** What ffmpeg, the command, takes for a leap in those formats ({@code -dts_delta_threshold}). */
  private static final long LEAP_MICROS = 10_000_000;

  private final long periodMicros;
  private final boolean mayLeap;
  private long origin = NO_TIMESTAMP;
  private long last = -1;
  private long bridged;

  /**
   * Derives the period of a frame.
   *
   * @param frameRate in frames per second, 0 or less if the source does not say
   * @param mayLeap whether the format has timestamps that may leap
   */
  MediaClock(double frameRate, boolean mayLeap) {
    this.mayLeap = mayLeap;
    periodMicros = frameRate > 0 ? Math.max(1, Math.round(1e6 / frameRate)) : DEFAULT_PERIOD_MICROS;
  }

  /** Returns the position of the next frame in microseconds. */
  long position(long timestampMicros) {
    long expected = last < 0 ? 0 : last + periodMicros;
    if (timestampMicros == NO_TIMESTAMP) {
      last = expected;
      return last;
    }
    if (origin == NO_TIMESTAMP || isElsewhere(timestampMicros - origin)) {
      bridged += origin == NO_TIMESTAMP ? 0 : Math.max(0, timestampMicros - origin - expected);
      origin = timestampMicros - expected;
    }
    long position = timestampMicros - origin;
    last = position > last ? position : expected;
    return last;
  }

  /** Returns by how many microseconds all leaps were too long. */
  long bridgedMicros() {
    return bridged;
  }

  private boolean isElsewhere(long position) {
    return position < last - JUMP_MICROS || (mayLeap && position > last + LEAP_MICROS);
  }
}

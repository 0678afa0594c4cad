// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import java.util.List;

/**
 * What the tracker knows about one camera.
 *
 * @param next number of the next new face, 1 or more
 * @param positionMicros media time of the last frame in microseconds, 0 if no face is tracked
 * @param tracks the faces that are in view or were a moment ago
 */
public record TrackerState(long next, long positionMicros, List<Track> tracks) {

  /** Before the first frame of a camera. */
  public static final TrackerState START = new TrackerState(1, 0, List.of());

  /**
   * Copies the tracks.
   *
   * @throws IllegalArgumentException if the next number is below 1
   */
  public TrackerState {
    if (next < 1) {
      throw new IllegalArgumentException("next track is " + next + ", expected 1 or more");
    }
    tracks = List.copyOf(tracks);
  }
}

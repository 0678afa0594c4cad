// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Frame;

/**
 * How far apart the frames of a camera are: what is seen once in ten seconds has not left the
 * picture after one. Guarded by its {@link Camera}.
 */
final class Rhythm {

  /** A frame may be lost, and the next one late. */
  private static final double PATIENCE = 2.5;

  /** A clock that was set, or a camera that was away, tells nothing of the next frame. */
  private static final long LONGEST_MILLIS = 300_000;

  private long number;
  private long capturedMicros;
  private double periodMillis;

  /** Hears of a frame, in any order: by its number and its time, not by when it came. */
  void hear(Frame frame) {
    long frames = frame.number() - number;
    double millis = (frame.capturedMicros() - capturedMicros) / 1e3;
    if (millis <= 0 && frames <= 0) {
      return;
    }
    if (capturedMicros > 0 && frames > 0 && millis > 0) { // else it was started anew
      periodMillis = millis / frames;
    }
    number = frame.number();
    capturedMicros = frame.capturedMicros();
  }

  /**
   * Returns how long to wait for news, in milliseconds: so long, or longer where frames are rare.
   */
  long orLonger(long millis) {
    return Math.max(millis, Math.min(LONGEST_MILLIS, Math.round(PATIENCE * periodMillis)));
  }
}

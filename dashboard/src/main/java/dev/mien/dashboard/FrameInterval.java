// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Frame;

/**
 * How far apart the frames of a camera are: what is seen once in ten seconds has not left the
 * picture after one. Guarded by its {@link Camera}.
 */
final class FrameInterval {

  /** A frame may be lost, and the next one late. */
  private static final double PATIENCE = 2.5;

  /** Where frames are more than 10 s apart, the tracker takes each face for another one. */
  private static final long LONGEST_MILLIS = 25_000;

  private long number;
  private long capturedMicros;
  private double periodMillis;

  /**
   * Hears of a frame, in any order: by its number and its time, not by when it came.
   *
   * @param every whether it hears of every frame, and not only of those with a face: then those
   *     that were dropped before they came do not count
   */
  void hear(Frame frame, boolean every) {
    long frames = frame.number() - number;
    double millis = (frame.capturedMicros() - capturedMicros) / 1e3;
    if (millis <= 0 && frames <= 0) {
      return;
    }
    if (capturedMicros > 0 && frames > 0 && millis > 0) { // else it was started anew
      periodMillis = every ? millis : millis / frames;
    }
    number = frame.number();
    capturedMicros = frame.capturedMicros();
  }

  /**
   * Returns how long to wait for news, in milliseconds.
   *
   * @param millis so long, or longer where frames are rare, for {@value #LONGEST_MILLIS} at most
   */
  long orLonger(long millis) {
    return Math.max(millis, Math.min(LONGEST_MILLIS, Math.round(PATIENCE * periodMillis)));
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import dev.mien.events.Box;

/**
 * A face as it was seen last and how it moves.
 *
 * @param number that no other face of the camera has or will have
 * @param box where it was seen last, in pixels
 * @param velocityX of the centre of the box, in pixels per second of media time
 * @param velocityY of the centre of the box, in pixels per second of media time
 * @param seenMicros media time of the last sight, in microseconds
 */
public record Track(long number, Box box, float velocityX, float velocityY, long seenMicros) {

  /** Time over which the velocity is averaged: a detected box trembles by some pixels. */
  private static final float MEMORY_SECONDS = 0.2f;

  /** A face that is not seen stops for the prediction after this time: it seldom goes on so. */
  private static final float FORESIGHT_SECONDS = 0.5f;

  private static final float MICROS = 1e-6f;

  /** Returns a face that is seen for the first time. */
  static Track begun(long number, Box box, long positionMicros) {
    return new Track(number, box, 0, 0, positionMicros);
  }

  /** Returns the box that constant velocity gives, its size that of the last sight. */
  Box predicted(long positionMicros) {
    float seconds = Math.min(secondsSince(positionMicros), FORESIGHT_SECONDS);
    return new Box(
        box.left() + velocityX * seconds,
        box.top() + velocityY * seconds,
        box.width(),
        box.height());
  }

  /** Returns the track with one more sight; the velocity follows that of the two last boxes. */
  Track seen(Box now, long positionMicros) {
    float seconds = secondsSince(positionMicros);
    if (seconds == 0) {
      return new Track(number, now, velocityX, velocityY, positionMicros);
    }
    float weight = seconds / (seconds + MEMORY_SECONDS);
    float x = (now.centreX() - box.centreX()) / seconds;
    float y = (now.centreY() - box.centreY()) / seconds;
    return new Track(
        number,
        now,
        velocityX + weight * (x - velocityX),
        velocityY + weight * (y - velocityY),
        positionMicros);
  }

  float secondsSince(long positionMicros) {
    return (positionMicros - seenMicros) * MICROS;
  }
}

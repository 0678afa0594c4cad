// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * How often a class led on one camera in one window of time, that of the broker when it took the
 * frames. Travels as the JSON value in {@code mien.emotion-rates}; a later record of the same
 * window replaces an earlier one.
 *
 * @param camera id
 * @param emotion class
 * @param windowStartMicros first microsecond of the window, since the epoch
 * @param windowEndMicros first microsecond after the window
 * @param count events of the class in the window
 * @param meanProbability of the class over these events, 0 to 1
 */
@JsonPropertyOrder({
  "camera",
  "emotion",
  "windowStartMicros",
  "windowEndMicros",
  "count",
  "meanProbability"
})
public record EmotionRate(
    String camera,
    String emotion,
    long windowStartMicros,
    long windowEndMicros,
    long count,
    double meanProbability) {

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public EmotionRate {
    CameraId.check(camera);
    Check.present("emotion", emotion);
    Check.range("windowStartMicros", windowStartMicros, 0, Long.MAX_VALUE - 1);
    Check.range("windowEndMicros", windowEndMicros, windowStartMicros + 1, Long.MAX_VALUE);
    Check.range("count", count, 1, Long.MAX_VALUE);
    Check.range("meanProbability", meanProbability, 0, 1);
  }

  /** Returns the record key, {@code camera/emotion}. */
  public String key() {
    return camera + "/" + emotion;
  }
}

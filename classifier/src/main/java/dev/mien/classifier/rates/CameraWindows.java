// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.Emotion;
import java.util.Map;
import java.util.TreeMap;

/**
 * The windows of one camera that may still change. Time is that of the camera's latest event:
 * frames have the time of the broker, but events of one camera may come long after those of
 * another, and those of other programs have whatever clock these have.
 *
 * @param size of each window in milliseconds, so that a process with others knows when they end
 * @param latestMillis time of the record of the latest event
 * @param byStart first millisecond of a window to what it holds
 */
record CameraWindows(long size, long latestMillis, Map<Long, Window> byStart) {

  /**
   * One window.
   *
   * @param tally of its events
   * @param sent whether the tally was sent as it is
   */
  record Window(Tally tally, boolean sent) {}

  static CameraWindows empty(long size) {
    return new CameraWindows(size, 0, Map.of());
  }

  /**
   * Returns the same windows at a time that is not after this one. When a clock that was ahead is
   * set back, its events would be late until time catches up otherwise.
   */
  CameraWindows notAfter(long nowMillis) {
    return new CameraWindows(size, Math.min(latestMillis, nowMillis), byStart);
  }

  /** Returns whether the window of this time is over, and its grace, too. */
  boolean isLate(long millis, Windows windows) {
    return windows.closed(windows.start(millis), latestMillis);
  }

  /** Counts an event that is not late. */
  CameraWindows plus(long millis, Emotion emotion, Windows windows) {
    Map<Long, Window> more = new TreeMap<>(byStart);
    more.merge(
        windows.start(millis),
        new Window(Tally.empty().plus(emotion), false),
        (before, one) -> new Window(before.tally().plus(emotion), false));
    return new CameraWindows(size, Math.max(latestMillis, millis), more);
  }

  boolean hasUnsent() {
    return byStart.values().stream().anyMatch(window -> !window.sent());
  }

  /** Returns the windows that go on when all of them have been sent; of another size, none. */
  CameraWindows sent(Windows windows) {
    if (size != windows.size()) {
      return new CameraWindows(windows.size(), latestMillis, Map.of());
    }
    Map<Long, Window> open = new TreeMap<>();
    byStart.forEach(
        (start, window) -> {
          if (!windows.closed(start, latestMillis)) {
            open.put(start, new Window(window.tally(), true));
          }
        });
    return new CameraWindows(size, latestMillis, open);
  }
}

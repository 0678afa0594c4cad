// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.Emotion;
import java.util.Map;
import java.util.TreeMap;

/**
 * The windows of one camera that may still change. Time is the camera's own, because the clocks of
 * cameras differ: it is that of its latest event, as long as its clock is not set back.
 *
 * @param latestMillis time of capture of the latest event
 * @param byStart first millisecond of a window to what it holds
 */
record CameraWindows(long latestMillis, Map<Long, Window> byStart) {

  /**
   * One window.
   *
   * @param tally of its events
   * @param sent whether the tally was sent as it is
   */
  record Window(Tally tally, boolean sent) {}

  static CameraWindows empty() {
    return new CameraWindows(0, Map.of());
  }

  /**
   * Returns the same windows at a time that is not after this one. When a clock that was ahead is
   * set back, its events would be late until time catches up otherwise.
   */
  CameraWindows notAfter(long nowMillis) {
    return new CameraWindows(Math.min(latestMillis, nowMillis), byStart);
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
    return new CameraWindows(Math.max(latestMillis, millis), more);
  }

  boolean hasUnsent() {
    return byStart.values().stream().anyMatch(window -> !window.sent());
  }

  /** Returns the windows that go on when all of them have been sent. */
  CameraWindows sent(Windows windows) {
    Map<Long, Window> open = new TreeMap<>();
    byStart.forEach(
        (start, window) -> {
          if (!windows.closed(start, latestMillis)) {
            open.put(start, new Window(window.tally(), true));
          }
        });
    return new CameraWindows(latestMillis, open);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.EmotionRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The windows of {@code mien.emotion-rates}, put together by camera. */
final class RateHistory {

  /** Those of 200 cameras in 15 minutes, at 10 seconds each, and more. */
  static final int MAX_WINDOWS = 20_000;

  /** With the end, since somebody may change the length of windows. */
  private record Key(long start, long end, String camera) {}

  private final TreeMap<Key, Map<String, Long>> windows =
      new TreeMap<>(
          Comparator.comparingLong(Key::start)
              .thenComparingLong(Key::end)
              .thenComparing(Key::camera));
  private final Set<Key> changed = new LinkedHashSet<>();

  /** Adds the count of one class; a full history loses its oldest window, or refuses an older. */
  boolean add(EmotionRate rate) {
    Key key =
        new Key(rate.windowStartMicros() / 1_000, rate.windowEndMicros() / 1_000, rate.camera());
    if (windows.size() >= MAX_WINDOWS && !windows.containsKey(key)) {
      if (windows.comparator().compare(key, windows.firstKey()) < 0) {
        return false;
      }
      changed.remove(windows.pollFirstEntry().getKey());
    }
    windows.computeIfAbsent(key, any -> new HashMap<>()).put(rate.emotion(), rate.count());
    changed.add(key);
    return true;
  }

  /**
   * Forgets what ended before a time in milliseconds since the epoch: windows are drawn when they
   * are over, and may be as long as the history.
   */
  void forgetBefore(long millis) {
    windows.keySet().removeIf(key -> key.end < millis);
    changed.removeIf(key -> key.end < millis);
  }

  /** Returns what has changed since the last call. */
  List<RateView> drain() {
    List<RateView> drained = changed.stream().map(this::view).toList();
    changed.clear();
    return drained;
  }

  List<RateView> all() {
    return new ArrayList<>(windows.keySet()).stream().map(this::view).toList();
  }

  private RateView view(Key key) {
    Map<String, Long> counts = windows.get(key);
    if (counts == null) {
      throw new IllegalStateException("no window " + key);
    }
    return new RateView(key.camera, key.start, key.end, counts);
  }
}

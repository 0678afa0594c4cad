// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Emotion;
import dev.mien.events.Face;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last moments of every class, so that frequent classes push no rare one out. The smoothed
 * scores decide, as in the tiles: a single odd picture makes no moment.
 */
final class Moments {

  static final int KEPT_PER_CLASS = 50;

  /** A class that led again so soon had not gone, where frames are not rarer. */
  static final long GAP_MILLIS = 2_000;

  /** Those of 200 cameras with 50 tracks each. */
  static final int MAX_RUNNING = 10_000;

  private record Run(String camera, long track, String emotion) {}

  private final LinkedHashMap<Run, Moment> running = new LinkedHashMap<>();
  private final Map<String, LinkedHashMap<Long, Moment>> byClass = new HashMap<>();
  private final Map<Long, Moment> changed = new LinkedHashMap<>();
  private long made;

  /** Adds an event of a camera whose frames are so far apart. */
  void add(Emotion emotion, FrameInterval interval) {
    Face face = emotion.face();
    String name = emotion.smoothed().leading();
    long captured = face.frame().capturedMicros() / 1_000;
    double probability = Math.round(emotion.smoothed().of(name) * 1e3) / 1e3;
    Run run = new Run(face.frame().camera(), face.track(), name);
    @Nullable Moment last = running.get(run);
    Moment moment =
        last == null || captured - last.end() > interval.orLonger(GAP_MILLIS)
            ? new Moment(++made, name, run.camera(), run.track(), captured, captured, probability)
            : last.grown(captured, probability);
    running.remove(run);
    running.put(run, moment); // last, so that the first is the one that was not seen for longest
    if (running.size() > MAX_RUNNING) {
      running.remove(running.keySet().iterator().next());
    }
    LinkedHashMap<Long, Moment> kept = byClass.computeIfAbsent(name, any -> new LinkedHashMap<>());
    kept.put(moment.id(), moment);
    if (kept.size() > KEPT_PER_CLASS) {
      kept.remove(kept.keySet().iterator().next());
    }
    changed.put(moment.id(), moment);
  }

  /** Forgets what ended before a time in milliseconds since the epoch. */
  void forgetBefore(long millis) {
    byClass.values().forEach(kept -> kept.values().removeIf(moment -> moment.end() < millis));
    running.values().removeIf(moment -> moment.end() < millis);
  }

  /** Returns what has changed since the last call. */
  List<Moment> drain() {
    List<Moment> drained = List.copyOf(changed.values());
    changed.clear();
    return drained;
  }

  List<Moment> all() {
    return byClass.values().stream().flatMap(kept -> kept.values().stream()).toList();
  }
}

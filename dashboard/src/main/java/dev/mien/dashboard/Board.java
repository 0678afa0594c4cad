// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Frame;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a page shows, in memory. Bounded: {@value #MAX_CAMERAS} cameras, the history, a number
 * of moments per class, a number of frames per camera. Guarded by its {@link Hub}.
 */
final class Board {

  static final int MAX_CAMERAS = 200;

  private final DashboardConfig config;
  private final Map<String, Camera> cameras = new TreeMap<>();
  private final LinkedHashSet<String> classes = new LinkedHashSet<>();
  private final RateHistory rates = new RateHistory();
  private final Moments moments = new Moments();
  private boolean classesChanged;
  private String trouble = "";

  Board(DashboardConfig config) {
    this.config = config;
  }

  /** Adds an event that came now; returns whether there is room for its camera. */
  boolean add(Emotion emotion, long nowMillis) {
    @Nullable Camera camera = camera(emotion.face().frame().camera());
    if (camera == null) {
      return false;
    }
    camera.add(emotion, nowMillis);
    moments.add(emotion);
    classesChanged |= classes.addAll(emotion.probabilities().byClass().keySet());
    return true;
  }

  /** Adds a window, and returns whether there is room for its camera. */
  boolean add(EmotionRate rate) {
    return rates.add(rate);
  }

  /** Adds a picture that came now; returns whether there is room for its camera. */
  boolean add(Frame frame, byte[] jpeg, long nowMillis) {
    @Nullable Camera camera = camera(frame.camera());
    if (camera == null) {
      return false;
    }
    camera.add(frame, jpeg, nowMillis);
    return true;
  }

  /** Says what is wrong with Mien itself, for people; empty if nothing is. */
  void trouble(String sentence) {
    trouble = sentence;
  }

  /** Returns the picture of a camera that belongs to its last faces, null if there is none. */
  byte @Nullable [] picture(String camera) {
    @Nullable Camera found = cameras.get(camera);
    return found == null ? null : found.picture();
  }

  /** Returns what has changed since the last one. */
  Tick tick(long nowMillis) {
    forget(nowMillis - config.history().toMillis());
    List<CameraView> changed =
        cameras.values().stream()
            .map(camera -> camera.drain(nowMillis))
            .filter(Objects::nonNull)
            .toList();
    Tick tick =
        new Tick(
            nowMillis,
            trouble,
            classesChanged ? List.copyOf(classes) : null,
            changed,
            rates.drain(),
            moments.drain());
    classesChanged = false;
    return tick;
  }

  /**
   * Returns all there is.
   *
   * @param lost events that the browser it is for did not get
   */
  Snapshot snapshot(long nowMillis, long lost) {
    List<CameraView> all = new ArrayList<>();
    cameras.values().forEach(camera -> all.add(camera.all(nowMillis)));
    return new Snapshot(
        nowMillis,
        lost,
        trouble,
        List.copyOf(classes),
        config.rare(),
        config.showFrames(),
        config.history().toMillis(),
        all,
        rates.all(),
        moments.all());
  }

  private void forget(long beforeMillis) {
    cameras.values().removeIf(camera -> camera.seen() < beforeMillis);
    rates.forgetBefore(beforeMillis);
    moments.forgetBefore(beforeMillis);
  }

  private @Nullable Camera camera(String id) {
    if (cameras.size() >= MAX_CAMERAS && !cameras.containsKey(id)) {
      return null;
    }
    return cameras.computeIfAbsent(id, Camera::new);
  }
}

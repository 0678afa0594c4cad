// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Frame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a page shows, in memory. Bounded: {@value #MAX_CAMERAS} cameras, {@value #MAX_CLASSES}
 * classes of models and as many of rates, the history, a number of moments per class, and {@link
 * #PICTURE_BYTES} of pictures. Guarded by its {@link Hub}.
 */
final class Board {

  static final int MAX_CAMERAS = 200;

  /** Many times those of any model. */
  static final int MAX_CLASSES = 64;

  /**
   * Of all cameras: 32 frames and 10 shown ones of 50 cameras, at 128 kB each, if memory allows.
   */
  static final long PICTURE_BYTES = Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 4);

  private final DashboardConfig config;
  private final Map<String, Camera> cameras = new TreeMap<>();
  private final LinkedHashSet<String> classes = new LinkedHashSet<>();
  private final LinkedHashSet<String> counted = new LinkedHashSet<>();
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
    emotion.smoothed().byClass().keySet().stream()
        .filter(name -> classes.size() < MAX_CLASSES)
        .forEach(name -> classesChanged |= classes.add(name));
    long capturedMillis = emotion.face().frame().capturedMicros() / 1_000;
    if (classes.contains(emotion.smoothed().leading()) && !isFuture(capturedMillis, nowMillis)) {
      moments.add(emotion, camera.interval());
    }
    return true;
  }

  /** Adds a window, and returns whether it is shown: not one of the far future, or too old. */
  boolean add(EmotionRate rate, long nowMillis) {
    if (isFuture(rate.windowStartMicros() / 1_000, nowMillis) || !rates.add(rate)) {
      return false;
    }
    if (counted.size() < MAX_CLASSES && counted.add(rate.emotion())) {
      classesChanged |= !classes.contains(rate.emotion());
    }
    return true;
  }

  /** Returns those of the models in their order, then those that only rates have told of so far. */
  private List<String> classes() {
    LinkedHashSet<String> all = new LinkedHashSet<>(classes);
    all.addAll(counted);
    return List.copyOf(all);
  }

  /** Adds a picture that came now; returns whether there is room for its camera. */
  boolean add(Frame frame, byte[] jpeg, long nowMillis) {
    @Nullable Camera camera = camera(frame.camera());
    if (camera == null) {
      return false;
    }
    camera.add(frame, jpeg, nowMillis);
    forgetPicturesAbove(PICTURE_BYTES);
    return true;
  }

  /** Says what is wrong with Mien itself, for people; empty if nothing is. */
  void trouble(String sentence) {
    trouble = sentence;
  }

  /** Returns the picture of a frame that a view named, null if it has gone. */
  byte @Nullable [] picture(String camera, long frame, long nowMillis) {
    @Nullable Camera found = cameras.get(camera);
    return found == null ? null : found.picture(frame, nowMillis);
  }

  /** Forgets pictures of all cameras, the oldest first, until they take no more than this. */
  void forgetPicturesAbove(long bytes) {
    while (cameras.values().stream().mapToLong(camera -> camera.frames().bytes()).sum() > bytes) {
      cameras.values().stream()
          .map(Camera::frames)
          .min(Comparator.comparingLong(RecentFrames::oldestMillis))
          .ifPresent(RecentFrames::forgetOldest);
    }
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
            classesChanged ? classes() : null,
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
        classes(),
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

  /** A clock that is wrong by more than the history would push out what others showed. */
  private boolean isFuture(long millis, long nowMillis) {
    return millis > nowMillis + config.history().toMillis();
  }

  private @Nullable Camera camera(String id) {
    if (cameras.size() >= MAX_CAMERAS && !cameras.containsKey(id)) {
      return null;
    }
    return cameras.computeIfAbsent(id, Camera::new);
  }
}

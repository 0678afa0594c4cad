// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import dev.mien.events.Emotion;
import dev.mien.events.Face;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells when the smoothed emotion of a track changes. For one thread. */
final class TrackChanges {

  private record Track(String camera, long number) {}

  private final Map<Track, String> leading = new HashMap<>();

  /** Returns a line about the change, if this event is one. */
  Optional<String> next(Emotion emotion) {
    Face face = emotion.face();
    String now = emotion.smoothed().leading();
    @Nullable String before = leading.put(new Track(face.frame().camera(), face.track()), now);
    return now.equals(before) ? Optional.empty() : Optional.of(line(emotion, before, now));
  }

  private static String line(Emotion emotion, @Nullable String before, String now) {
    Face face = emotion.face();
    return String.format(
        Locale.ROOT,
        "%8.2f s  %s  track %d  %s %s (%.0f %%)",
        face.frame().positionMicros() / 1e6,
        face.frame().camera(),
        face.track(),
        before == null ? "appears:" : before + " ->",
        now,
        emotion.smoothed().of(now) * 100);
  }
}

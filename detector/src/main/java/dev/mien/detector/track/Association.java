// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import dev.mien.events.Box;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pairs tracks with the boxes of a frame, the likeliest pair first, each of them once. Overlap
 * comes before nearness; then tracks that were seen just now come before those that are lost (the
 * cascade of Wojke et al. 2017, "Simple Online and Realtime Tracking with a Deep Association
 * Metric"), or a face that covers another would take over its number.
 */
final class Association {

  /** However long a face was lost, in sides of its box. */
  private static final double MAX_REACH = 1.5;

  /** A box with half the side or twice is another face. */
  private static final double MAX_GROWTH = 2;

  /** Of equals the older track, then the first box. */
  private static final Comparator<Pair> LIKELY_FIRST =
      Comparator.comparing((Pair pair) -> pair.likeness < 1)
          .thenComparing(pair -> -pair.track.seenMicros())
          .thenComparing(pair -> -pair.likeness)
          .thenComparing(pair -> pair.track.number())
          .thenComparing(Pair::box);

  private final TrackerConfig config;

  Association(TrackerConfig config) {
    this.config = config;
  }

  /** Returns for every box the track it belongs to, or nothing if the face is new. */
  List<Optional<Track>> match(List<Track> tracks, long positionMicros, List<Box> boxes) {
    List<Optional<Track>> matches = new ArrayList<>();
    boxes.forEach(box -> matches.add(Optional.empty()));
    List<Track> free = new ArrayList<>(tracks);
    for (Pair pair : pairs(tracks, positionMicros, boxes)) {
      if (matches.get(pair.box).isEmpty() && free.remove(pair.track)) {
        matches.set(pair.box, Optional.of(pair.track));
      }
    }
    return matches;
  }

  private List<Pair> pairs(List<Track> tracks, long positionMicros, List<Box> boxes) {
    List<Pair> pairs = new ArrayList<>();
    for (Track track : tracks) {
      Box predicted = track.predicted(positionMicros);
      for (int i = 0; i < boxes.size(); i++) {
        double likeness = likeness(track, predicted, positionMicros, boxes.get(i));
        if (likeness > 0) {
          pairs.add(new Pair(track, i, likeness));
        }
      }
    }
    pairs.sort(LIKELY_FIRST);
    return pairs;
  }

  /** Returns 1 + overlap where that is enough, else nearness (0 to 1), else 0. */
  private double likeness(Track track, Box predicted, long positionMicros, Box box) {
    double overlap = predicted.intersectionOverUnion(box);
    return overlap >= config.minIou()
        ? 1 + overlap
        : nearness(track, predicted, positionMicros, box);
  }

  /** Faces stop abruptly, too: what counts is the nearer of where it would be and where it was. */
  private double nearness(Track track, Box predicted, long positionMicros, Box box) {
    double growth = box.side() / track.box().side();
    if (growth > MAX_GROWTH || growth < 1 / MAX_GROWTH) {
      return 0;
    }
    double distance = Math.min(predicted.distance(box), track.box().distance(box));
    double sides = Math.min(config.maxSpeed() * track.secondsSince(positionMicros), MAX_REACH);
    double reach = sides * track.box().side();
    return distance < reach ? 1 - distance / reach : 0;
  }

  /** A track and the index of a box. */
  private record Pair(Track track, int box, double likeness) {}
}

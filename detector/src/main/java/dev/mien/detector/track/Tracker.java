// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import dev.mien.events.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows faces by overlap and motion, after Bewley et al. 2016, "Simple Online and Realtime
 * Tracking", with an average velocity in place of the Kalman filter and a greedy choice in place of
 * the optimal one. A pure function of its arguments: the same frames give the same numbers.
 */
public final class Tracker {

  /** How far apart frames may be, so that a face of the last one is not new. */
  private static final long MAX_FRAME_GAP_MICROS = TimeUnit.SECONDS.toMicros(10);

  private final Association association;
  private final long maxLostMicros;

  /** Makes a tracker that may serve any number of cameras. */
  public Tracker(TrackerConfig config) {
    this.association = new Association(config);
    this.maxLostMicros = TimeUnit.NANOSECONDS.toMicros(config.maxLost().toNanos());
  }

  /**
   * Numbers the faces of the next frame. If time goes back, because the source started over, all
   * faces are new.
   *
   * @param state after the frame before, {@link TrackerState#START} for the first
   * @param positionMicros media time of the frame in microseconds, 0 or more
   * @param boxes of the faces in the frame; new ones are numbered in this order
   */
  public Tracking update(TrackerState state, long positionMicros, List<Box> boxes) {
    List<Track> known = remembered(state, positionMicros);
    List<Optional<Track>> matches = association.match(known, positionMicros, boxes);
    long next = state.next();
    List<Track> seen = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      Optional<Track> match = matches.get(i);
      seen.add(
          match.isPresent()
              ? match.get().seen(boxes.get(i), positionMicros)
              : Track.begun(next++, boxes.get(i), positionMicros));
    }
    List<Track> tracks = new ArrayList<>(seen);
    known.stream()
        .filter(track -> !matches.contains(Optional.of(track)))
        .filter(track -> isRecent(track, positionMicros))
        .forEach(tracks::add);
    return new Tracking(
        new TrackerState(next, tracks.isEmpty() ? 0 : positionMicros, tracks),
        seen.stream().map(Track::number).toList());
  }

  private List<Track> remembered(TrackerState state, long positionMicros) {
    long last = state.positionMicros();
    if (positionMicros < last) {
      return List.of();
    }
    boolean follows = positionMicros - last <= MAX_FRAME_GAP_MICROS;
    return state.tracks().stream()
        .filter(track -> isRecent(track, positionMicros) || (follows && track.seenMicros() == last))
        .toList();
  }

  private boolean isRecent(Track track, long positionMicros) {
    return positionMicros - track.seenMicros() <= maxLostMicros;
  }
}

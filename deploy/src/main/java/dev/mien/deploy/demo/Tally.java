// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import dev.mien.events.Emotion;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** Counts what came out of a pipeline: events by class, tracks, and latency. For one thread. */
final class Tally {

  private static final long MAX_LATENCY_MICROS = 600_000_000L;

  private record Track(String camera, long number) {}

  private final Map<String, Long> byClass = new LinkedHashMap<>();
  private final Set<Track> tracks = new HashSet<>();
  private final Histogram latencyMicros = new Histogram(MAX_LATENCY_MICROS, 3);

  /**
   * Counts an event.
   *
   * @param nowMicros when it was read, in microseconds since the epoch
   */
  void add(Emotion emotion, long nowMicros) {
    emotion.probabilities().byClass().keySet().forEach(name -> byClass.putIfAbsent(name, 0L));
    byClass.merge(emotion.emotion(), 1L, Long::sum);
    tracks.add(new Track(emotion.face().frame().camera(), emotion.face().track()));
    long latency = nowMicros - emotion.face().frame().capturedMicros();
    latencyMicros.recordValue(Math.max(0, Math.min(latency, MAX_LATENCY_MICROS)));
  }

  long events() {
    return latencyMicros.getTotalCount();
  }

  int tracks() {
    return tracks.size();
  }

  Map<String, Long> byClass() {
    return byClass;
  }

  /** Returns the latency below which so many percent of the events lie, in milliseconds. */
  double latencyMillis(double percentile) {
    return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
  }
}

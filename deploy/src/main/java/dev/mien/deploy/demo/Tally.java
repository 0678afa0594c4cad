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

  /** While Java compiles what is used most, a fresh process is slower than it will be. */
  static final int WARM_UP_SECONDS = 5;

  private static final long MAX_LATENCY_MICROS = 600_000_000L;

  private record Track(String camera, long number) {}

  private final Map<String, Long> byClass = new LinkedHashMap<>();
  private final Set<Track> tracks = new HashSet<>();
  private final Histogram latencyMicros = new Histogram(MAX_LATENCY_MICROS, 3);
  private final Histogram settledMicros = new Histogram(MAX_LATENCY_MICROS, 3);
  private long firstCapturedMicros = Long.MAX_VALUE;

  /**
   * Counts an event.
   *
   * @param nowMicros when it was read, in microseconds since the epoch
   */
  void add(Emotion emotion, long nowMicros) {
    emotion.probabilities().byClass().keySet().forEach(name -> byClass.putIfAbsent(name, 0L));
    byClass.merge(emotion.emotion(), 1L, Long::sum);
    tracks.add(new Track(emotion.face().frame().camera(), emotion.face().track()));
    long captured = emotion.face().frame().capturedMicros();
    firstCapturedMicros = Math.min(firstCapturedMicros, captured);
    long latency = Math.max(0, Math.min(nowMicros - captured, MAX_LATENCY_MICROS));
    latencyMicros.recordValue(latency);
    if (captured - firstCapturedMicros >= WARM_UP_SECONDS * 1_000_000L) {
      settledMicros.recordValue(latency);
    }
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

  /** Returns the latencies of all events. */
  Latency latency() {
    return new Latency(latencyMicros);
  }

  /** Returns the latencies of the events after the first {@value #WARM_UP_SECONDS} seconds. */
  Latency settledLatency() {
    return new Latency(settledMicros);
  }
}

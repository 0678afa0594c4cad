// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import static java.util.Comparator.comparingLong;

import dev.mien.events.BadRecord;
import dev.mien.events.ModelVersion;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How often a candidate and the model that serves are led by the same class, over the newest faces
 * that both saw. Faces from before its publication were for another file of the same version. The
 * times are those of the broker: clocks of cameras may be wrong.
 */
final class ShadowAgreement {

  private static final Duration POLL = Duration.ofMillis(500);

  private final ModelVersion candidate;
  private final Predicate<String> isServing;
  private final int enough;

  /** The oldest one comes first. */
  private final Queue<Outcome> newest = new PriorityQueue<>(comparingLong(Outcome::millis));

  /**
   * Begins to count.
   *
   * @param candidate version whose scores count
   * @param isServing tells of a version whether it is the one to compare with
   * @param enough number of faces that count
   */
  ShadowAgreement(ModelVersion candidate, Predicate<String> isServing, int enough) {
    this.candidate = candidate;
    this.isServing = isServing;
    this.enough = enough;
  }

  /**
   * Reads what is there, and on until there are enough faces, or until it is no longer wanted.
   *
   * @param goesOn whether more is to come
   */
  void read(TopicReader reader, boolean goesOn, BooleanSupplier isUnwanted) {
    reader.open(List.of(Topics.SHADOW_EMOTIONS.name()), true);
    Map<TopicPartition, Long> ends = reader.ends();
    while (((goesOn && faces() < enough) || !reader.hasReached(ends))
        && !isUnwanted.getAsBoolean()) {
      reader.poll(POLL).forEach(this::count);
    }
  }

  int faces() {
    return newest.size();
  }

  /** Returns the share, 0 to 1. */
  double share() {
    return newest.stream().mapToInt(outcome -> outcome.agrees ? 1 : 0).average().orElse(0);
  }

  void count(ConsumerRecord<byte[], byte[]> shadow) {
    try {
      byte[] value = shadow.value() == null ? new byte[0] : shadow.value();
      count(Wire.read(value, ShadowEmotion.class), shadow.timestamp());
    } catch (BadRecord e) {
      // What is no shadow says nothing about the candidate.
    }
  }

  private void count(ShadowEmotion shadow, long millis) {
    if (shadow.model().equals(candidate.version())
        && millis >= candidate.publishedMicros() / 1_000
        && isServing.test(shadow.activeModel())) {
      newest.add(new Outcome(millis, shadow.agrees()));
      if (newest.size() > enough) {
        newest.remove();
      }
    }
  }

  private record Outcome(long millis, boolean agrees) {}
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.models;

import dev.mien.deploy.watch.TopicReader;
import dev.mien.events.BadRecord;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** How often a candidate and the model that serves are led by the same class. */
final class ShadowAgreement {

  private static final Duration POLL = Duration.ofMillis(500);

  private final String candidate;
  private final @Nullable String active;
  private long agreed;
  private long faces;

  /**
   * Begins to count.
   *
   * @param candidate version whose scores count
   * @param active version that it is compared with, null for whichever served
   */
  ShadowAgreement(String candidate, @Nullable String active) {
    this.candidate = candidate;
    this.active = active;
  }

  /**
   * Reads until there are so many faces, or until it is no longer wanted.
   *
   * @return whether there are so many
   */
  boolean read(TopicReader reader, long enough, BooleanSupplier isUnwanted) {
    reader.open(List.of(Topics.EMOTIONS_SHADOW.name()), true);
    while (faces < enough && !isUnwanted.getAsBoolean()) {
      reader.poll(POLL).forEach(this::count);
    }
    return faces >= enough;
  }

  long faces() {
    return faces;
  }

  /** Returns the share, 0 to 1. */
  double share() {
    return faces == 0 ? 0 : (double) agreed / faces;
  }

  void count(ConsumerRecord<byte[], byte[]> shadow) {
    try {
      count(Wire.read(shadow.value() == null ? new byte[0] : shadow.value(), ShadowEmotion.class));
    } catch (BadRecord e) {
      // What is no shadow says nothing about the candidate.
    }
  }

  private void count(ShadowEmotion shadow) {
    if (shadow.model().equals(candidate)
        && (active == null || shadow.activeModel().equals(active))) {
      faces++;
      agreed += shadow.agrees() ? 1 : 0;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bad faces into dead letters. The first of each fault is logged as a warning. */
final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final Set<Fault> warned = EnumSet.noneOf(Fault.class);

  ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> bad, BadRecord reason) {
    LOG.atLevel(
            warned.add(reason.fault()) ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.DEBUG)
        .log(
            "{}-{}@{} is a dead letter, {}: {}",
            bad.topic(),
            bad.partition(),
            bad.offset(),
            reason.fault().wireName(),
            reason.getMessage());
    DeadLetter letter =
        new DeadLetter(
            bad.topic(),
            bad.partition(),
            bad.offset(),
            ClassifierStage.NAME,
            reason.fault(),
            reason.getMessage());
    return new ProducerRecord<>(
        Topics.DEAD_LETTERS.name(),
        null,
        timestamp(bad),
        bad.key(),
        bad.value(),
        Wire.deadLetter(bad.headers(), letter));
  }

  /** Returns the record's time, or null, which is now, where it has none. */
  static @Nullable Long timestamp(ConsumerRecord<?, ?> record) {
    return record.timestamp() < 0 ? null : record.timestamp();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Bad records into dead letters. The first of each fault is logged as a warning. Safe for use by
 * several threads.
 */
public final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** What the dead letter itself and the frame around it add, generously. */
  private static final int OWN_BYTES = 64 << 10;

  private final String stage;
  private final Set<Fault> warned = ConcurrentHashMap.newKeySet();

  /** Makes the dead letters of a stage. */
  public DeadLetters(String stage) {
    this.stage = stage;
  }

  /**
   * Returns the record as it was, with the reason. One that its producer had compressed may be too
   * large to be written again; of that only the reason is left, lest it stop the stage.
   */
  public ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> bad, BadRecord reason) {
    boolean fits = size(bad) + OWN_BYTES <= Topics.DEAD_LETTERS.maxMessageBytes();
    String message =
        fits ? reason.getMessage() : reason.getMessage() + "; too large to be kept: " + size(bad);
    LOG.atLevel(warned.add(reason.fault()) ? Level.WARN : Level.DEBUG)
        .log(
            "{}-{}@{} is a dead letter, {}: {}",
            bad.topic(),
            bad.partition(),
            bad.offset(),
            reason.fault().wireName(),
            message);
    DeadLetter letter =
        new DeadLetter(bad.topic(), bad.partition(), bad.offset(), stage, reason.fault(), message);
    return fits
        ? letter(bad, bad.key(), bad.value(), Wire.deadLetter(bad.headers(), letter))
        : letter(bad, null, null, Wire.deadLetter(new RecordHeaders(), letter));
  }

  /** Returns a record as Kafka Streams has it as one of the consumer it came from. */
  public static ConsumerRecord<byte[], byte[]> consumed(
      byte @Nullable [] key,
      byte @Nullable [] value,
      long timestamp,
      Headers headers,
      RecordMetadata from) {
    return new ConsumerRecord<>(
        from.topic(),
        from.partition(),
        from.offset(),
        timestamp,
        TimestampType.CREATE_TIME,
        length(key),
        length(value),
        key,
        value,
        headers,
        Optional.empty());
  }

  /** Returns the record's time, or null, which is now, where it has none. */
  public static @Nullable Long timestamp(ConsumerRecord<?, ?> record) {
    return record.timestamp() < 0 ? null : record.timestamp();
  }

  private static ProducerRecord<byte[], byte[]> letter(
      ConsumerRecord<?, ?> bad, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return new ProducerRecord<>(
        Topics.DEAD_LETTERS.name(), null, timestamp(bad), key, value, headers);
  }

  private static long size(ConsumerRecord<byte[], byte[]> record) {
    long size = (long) length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += header.key().length() + length(header.value());
    }
    return size;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

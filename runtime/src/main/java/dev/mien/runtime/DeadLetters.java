// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.apache.kafka.streams.processor.api.Record;
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

  /** More than what the broker adds to a record that is alone in its batch. */
  private static final int RECORD_FRAME = 128;

  /** More than the lengths of a header's key and value take. */
  private static final int HEADER_FRAME = 10;

  private final String stage;
  private final Set<Fault> warned = ConcurrentHashMap.newKeySet();

  /** Makes the dead letters of a stage. */
  public DeadLetters(String stage) {
    this.stage = stage;
  }

  /**
   * Returns the record as it was, with the reason, and of now: the broker deletes by that time, and
   * a record may be found broken long after it was written. One that its producer had compressed
   * may be too large to be written again; of that only the key and the reason are left, lest it
   * stop the stage, and of one whose key is too large only the reason.
   */
  public ProducerRecord<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> bad, BadRecord reason) {
    String message = reason.getMessage();
    Headers headers = Wire.deadLetter(bad.headers(), letter(bad, reason.fault(), message));
    long size = size(bad.key(), bad.value(), headers);
    boolean fits = fits(size);
    if (!fits) {
      message += "; too large to be kept: " + size + " bytes";
      headers = Wire.deadLetter(new RecordHeaders(), letter(bad, reason.fault(), message));
    }
    LOG.atLevel(warned.add(reason.fault()) ? Level.WARN : Level.DEBUG)
        .log(
            "{}-{}@{} is a dead letter, {}: {}",
            bad.topic(),
            bad.partition(),
            bad.offset(),
            reason.fault().wireName(),
            message);
    return new ProducerRecord<>(
        Topics.DEAD_LETTERS.name(),
        null,
        System.currentTimeMillis(),
        fits || fits(size(bad.key(), null, headers)) ? bad.key() : null,
        fits ? bad.value() : null,
        headers);
  }

  /**
   * Returns the letter as {@link #of(ConsumerRecord, BadRecord)} does, for Kafka Streams.
   *
   * @param from where the record was read
   */
  public Record<byte[], byte[]> of(
      Record<byte[], byte[]> bad, RecordMetadata from, BadRecord reason) {
    ProducerRecord<byte[], byte[]> letter = of(consumed(bad, from), reason);
    return new Record<>(letter.key(), letter.value(), letter.timestamp(), letter.headers());
  }

  private static ConsumerRecord<byte[], byte[]> consumed(
      Record<byte[], byte[]> record, RecordMetadata from) {
    return new ConsumerRecord<>(
        from.topic(),
        from.partition(),
        from.offset(),
        record.timestamp(),
        TimestampType.CREATE_TIME,
        length(record.key()),
        length(record.value()),
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }

  private DeadLetter letter(ConsumerRecord<?, ?> bad, Fault fault, String message) {
    return new DeadLetter(bad.topic(), bad.partition(), bad.offset(), stage, fault, message);
  }

  private static boolean fits(long size) {
    return size <= Topics.DEAD_LETTERS.maxMessageBytes();
  }

  private static long size(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    long size = RECORD_FRAME + (long) length(key) + length(value);
    for (Header header : headers) {
      size += HEADER_FRAME + header.key().getBytes(UTF_8).length + (long) length(header.value());
    }
    return size;
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

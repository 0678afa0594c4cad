// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Bad frames into dead letters. The first of each fault is logged as a warning. */
final class DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** What the dead letter itself and the frame around it add, generously. */
  private static final int OWN_BYTES = 64 << 10;

  private final Set<Fault> warned = EnumSet.noneOf(Fault.class);

  /**
   * Returns the record as it was, with the reason. One that its producer had compressed may be too
   * large to be written again; of that only the reason is left, lest it stop the stage.
   */
  Record<byte[], byte[]> of(Record<byte[], byte[]> bad, RecordMetadata from, BadRecord reason) {
    boolean fits = size(bad) + OWN_BYTES <= Topics.DEAD_LETTERS.maxMessageBytes();
    String message =
        fits ? reason.getMessage() : reason.getMessage() + "; too large to be kept: " + size(bad);
    LOG.atLevel(warned.add(reason.fault()) ? Level.WARN : Level.DEBUG)
        .log(
            "{}-{}@{} is a dead letter, {}: {}",
            from.topic(),
            from.partition(),
            from.offset(),
            reason.fault().wireName(),
            message);
    DeadLetter letter =
        new DeadLetter(
            from.topic(),
            from.partition(),
            from.offset(),
            DetectorStage.NAME,
            reason.fault(),
            message);
    return fits
        ? bad.withHeaders(Wire.deadLetter(bad.headers(), letter))
        : new Record<>(null, null, bad.timestamp(), Wire.deadLetter(new RecordHeaders(), letter));
  }

  private static long size(Record<byte[], byte[]> record) {
    long size = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      size += header.key().length() + length(header.value());
    }
    return size;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Fault;
import dev.mien.events.Wire;
import dev.mien.runtime.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns the value of a record into an {@link Emotion}, or leaves it as it is and gives the record
 * the headers of a dead letter.
 */
final class EmotionReader implements FixedKeyProcessor<byte[], byte[], Object> {

  private final Consumer<Fault> onBadRecord;
  private final DeadLetters deadLetters = new DeadLetters(RatesStage.NAME);
  private @Nullable FixedKeyProcessorContext<byte[], Object> context;

  EmotionReader(Consumer<Fault> onBadRecord) {
    this.onBadRecord = onBadRecord;
  }

  @Override
  public void init(FixedKeyProcessorContext<byte[], Object> context) {
    this.context = context;
  }

  @Override
  public void process(FixedKeyRecord<byte[], byte[]> consumed) {
    FixedKeyProcessorContext<byte[], Object> to = Objects.requireNonNull(context, "not opened");
    try {
      to.forward(consumed.withValue((Object) read(consumed.key(), consumed.value())));
    } catch (BadRecord e) {
      onBadRecord.accept(e.fault());
      ProducerRecord<byte[], byte[]> letter = letter(consumed, to.recordMetadata(), e);
      to.forward(consumed.withValue((Object) letter.value()).withHeaders(letter.headers()));
    }
  }

  private static Emotion read(byte @Nullable [] key, byte @Nullable [] value) throws BadRecord {
    if (key == null) {
      throw new BadRecord(Fault.MISSING_KEY, "no key, expected the camera id");
    }
    if (value == null || value.length == 0) {
      throw new BadRecord(Fault.EMPTY_VALUE, "the value has no bytes");
    }
    Emotion emotion = Wire.read(value, Emotion.class);
    String camera = emotion.face().frame().camera();
    if (!camera.equals(new String(key, StandardCharsets.UTF_8))) {
      throw new BadRecord(
          Fault.BROKEN_JSON, "camera '" + camera + "' is not the key of the record");
    }
    return emotion;
  }

  private ProducerRecord<byte[], byte[]> letter(
      FixedKeyRecord<byte[], byte[]> bad, Optional<RecordMetadata> from, BadRecord reason) {
    return deadLetters.of(
        DeadLetters.consumed(
            bad.key(), bad.value(), bad.timestamp(), bad.headers(), from.orElseThrow()),
        reason);
  }
}

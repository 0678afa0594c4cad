// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class DeadLettersTest {

  private static final long TIME = 1_700_000_000_000L;

  private final DeadLetters letters = new DeadLetters("detector");
  private final BadRecord reason = new BadRecord(Fault.MISSING_HEADER, "no header 'mien'");

  @Test
  void letterIsTheRecordAsItWasWithTheReason() throws BadRecord {
    Headers headers = new RecordHeaders().add("camera", "door".getBytes(UTF_8));
    long before = System.currentTimeMillis();

    ProducerRecord<byte[], byte[]> letter =
        letters.of(record(TIME, new byte[] {1}, new byte[] {2}, headers), reason);

    assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
    assertThat(letter.timestamp()).as("kept from now on").isGreaterThanOrEqualTo(before);
    assertThat(letter.key()).containsExactly(1);
    assertThat(letter.value()).containsExactly(2);
    assertThat(letter.headers().lastHeader("camera").value()).isEqualTo("door".getBytes(UTF_8));
    assertThat(read(letter))
        .isEqualTo(
            new DeadLetter(
                "mien.frames", 3, 17, "detector", Fault.MISSING_HEADER, "no header 'mien'"));
  }

  @Test
  void largestValueThatABrokerTakesIsKept() {
    byte[] value = new byte[Topics.MAX_IMAGE_BYTES];

    assertThat(letters.of(record(TIME, new byte[] {1}, value, new RecordHeaders()), reason).value())
        .isSameAs(value);
  }

  @Test
  void valueThatIsTooLargeIsLeftOut() throws BadRecord {
    byte[] value = new byte[Topics.DEAD_LETTERS.maxMessageBytes()];

    assertOnlyKeyAndReasonAreLeft(record(TIME, new byte[] {1}, value, new RecordHeaders()));
  }

  @Test
  void keyThatIsTooLargeIsLeftOut() throws BadRecord {
    byte[] key = new byte[Topics.DEAD_LETTERS.maxMessageBytes()];

    assertThat(onlyTheReason(record(TIME, key, new byte[] {2}, new RecordHeaders())).key())
        .isNull();
  }

  @Test
  void sizeOfAHeaderIsThatOfItsBytes() throws BadRecord {
    // A third of the limit in characters, all of it in UTF-8.
    String key = "€".repeat(Topics.DEAD_LETTERS.maxMessageBytes() / 3);

    assertOnlyKeyAndReasonAreLeft(
        record(TIME, new byte[] {1}, new byte[] {2}, new RecordHeaders().add(key, null)));
  }

  @Test
  void lengthsOfManyHeadersCount() throws BadRecord {
    Headers headers = new RecordHeaders();
    for (int i = 0; i < Topics.DEAD_LETTERS.maxMessageBytes() / 10; i++) {
      headers.add("", null);
    }

    assertOnlyKeyAndReasonAreLeft(record(TIME, new byte[] {1}, new byte[] {2}, headers));
  }

  @Test
  void longReasonIsCutShort() throws BadRecord {
    BadRecord longReason = new BadRecord(Fault.BROKEN_HEADER, "key " + "x".repeat(30_000_000));

    ProducerRecord<byte[], byte[]> letter =
        letters.of(record(TIME, new byte[] {1}, new byte[] {2}, new RecordHeaders()), longReason);

    assertThat(letter.value()).containsExactly(2);
    assertThat(read(letter).message()).startsWith("key xxx").hasSizeLessThan(1_100);
  }

  @Test
  void recordWithoutATimeIsOfNow() {
    long before = System.currentTimeMillis();

    ProducerRecord<byte[], byte[]> letter =
        letters.of(record(-1, new byte[] {1}, new byte[] {2}, new RecordHeaders()), reason);

    assertThat(letter.timestamp()).isBetween(before, System.currentTimeMillis());
  }

  private void assertOnlyKeyAndReasonAreLeft(ConsumerRecord<byte[], byte[]> bad) throws BadRecord {
    assertThat(onlyTheReason(bad).key()).isEqualTo(bad.key());
  }

  private ProducerRecord<byte[], byte[]> onlyTheReason(ConsumerRecord<byte[], byte[]> bad)
      throws BadRecord {
    ProducerRecord<byte[], byte[]> letter = letters.of(bad, reason);

    assertThat(letter.value()).isNull();
    assertThat(letter.headers()).hasSize(1);
    assertThat(read(letter).message()).startsWith("no header 'mien'; too large to be kept");
    return letter;
  }

  private static DeadLetter read(ProducerRecord<byte[], byte[]> letter) throws BadRecord {
    return Wire.read(letter.headers(), DeadLetter.class);
  }

  private static ConsumerRecord<byte[], byte[]> record(
      long time, byte[] key, byte[] value, Headers headers) {
    return new ConsumerRecord<>(
        "mien.frames",
        3,
        17,
        time,
        TimestampType.CREATE_TIME,
        0,
        0,
        key,
        value,
        headers,
        Optional.empty());
  }
}

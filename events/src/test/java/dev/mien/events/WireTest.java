// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  private static final String FRAME = text(Wire.write(Example.FRAME));

  @Test
  void readsTheHeaderItWrote() throws BadRecord {
    Headers headers = new RecordHeaders().add(Wire.HEADER, Wire.write(Example.FACE));

    assertThat(Wire.read(headers, Face.class)).isEqualTo(Example.FACE);
  }

  @Test
  void readsTheLastOfSeveralHeaders() throws BadRecord {
    Headers headers =
        new RecordHeaders()
            .add(Wire.HEADER, bytes("old"))
            .add(Wire.HEADER, Wire.write(Example.FRAME));

    assertThat(Wire.read(headers, Frame.class)).isEqualTo(Example.FRAME);
  }

  @Test
  void namesTheHeaderThatIsMissing() {
    Headers headers = new RecordHeaders().add("other", bytes("{}"));

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(headers, Frame.class))
        .withMessage("no header 'mien'")
        .extracting(BadRecord::fault)
        .isEqualTo(Fault.MISSING_HEADER);
  }

  @Test
  void aHeaderWithoutValueIsMissing() {
    Headers headers = new RecordHeaders().add(Wire.HEADER, null);

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(headers, Frame.class))
        .extracting(BadRecord::fault)
        .isEqualTo(Fault.MISSING_HEADER);
  }

  @Test
  void tellsABrokenHeaderFromABrokenValue() {
    Headers headers = new RecordHeaders().add(Wire.HEADER, bytes("{"));

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(headers, Frame.class))
        .extracting(BadRecord::fault)
        .isEqualTo(Fault.BROKEN_HEADER);
    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(bytes("{"), Frame.class))
        .extracting(BadRecord::fault)
        .isEqualTo(Fault.BROKEN_JSON);
  }

  @Test
  void ignoresFieldsOfANewerStage() throws BadRecord {
    byte[] json = bytes(FRAME.replace("{", "{\"trace\":{\"id\":[1,2]},"));

    assertThat(Wire.read(json, Frame.class)).isEqualTo(Example.FRAME);
  }

  @Test
  void ignoresFieldsOfANewerStageBesideFlattenedOnes() throws BadRecord {
    byte[] json = bytes(text(Wire.write(Example.EMOTION)).replaceFirst("\\{", "{\"trace\":[{}],"));

    assertThat(Wire.read(json, Emotion.class)).isEqualTo(Example.EMOTION);
  }

  @Test
  void readsWhatAPersonWroteStrictly() throws BadRecord {
    assertThat(Wire.readStrictly(bytes(FRAME), Frame.class)).isEqualTo(Example.FRAME);
    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(
            () -> Wire.readStrictly(bytes(FRAME.replace("{", "{\"trace\":1,")), Frame.class))
        .withMessageContaining("trace");
    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(
            () -> Wire.readStrictly(bytes(FRAME.replace("{", "{\"width\":1,")), Frame.class))
        .withMessageContaining("width");
  }

  static Stream<Arguments> brokenJson() {
    return Stream.of(
        Arguments.of("", "No content"),
        Arguments.of("null", "JSON null instead of a Frame"),
        Arguments.of("[]", "Array value"),
        Arguments.of("{}", "camera"),
        Arguments.of("door", "Unrecognized token 'door'"),
        Arguments.of(FRAME.substring(0, FRAME.length() - 1), "end-of-input"),
        Arguments.of(FRAME + "{}", "Trailing token"),
        Arguments.of(FRAME.replace("1280", "NaN"), "'NaN'"),
        Arguments.of(FRAME.replace("1280", "1280.5"), "width"),
        Arguments.of(FRAME.replace("1280", "99999999999999"), "99999999999999"),
        Arguments.of(FRAME.replace("1280", "50000"), "width is 50000, expected 1 to 16384"),
        Arguments.of(FRAME.replace("1280", "null"), "width"),
        Arguments.of(FRAME.replace("\"front-door\"", "7"), "camera"),
        Arguments.of(FRAME.replace("front-door", "front door"), "camera id 'front door'"),
        Arguments.of("{\"a\":".repeat(5_000), "nesting depth"));
  }

  @ParameterizedTest
  @MethodSource("brokenJson")
  void saysWhatIsWrongWithBrokenJson(String json, String reason) {
    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(bytes(json), Frame.class))
        .withMessageContaining("Frame")
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-32BE", "ISO-8859-1"})
  void bytesThatAreNoUtf8AreABadRecord(String charset) {
    byte[] json = FRAME.replace("front-door", "für").getBytes(Charset.forName(charset));

    assertThatExceptionOfType(BadRecord.class).isThrownBy(() -> Wire.read(json, Frame.class));
  }

  @Test
  void bytesOfAnyKindAreABadRecordAtWorst() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(24)];
      random.nextBytes(noise);

      assertThatExceptionOfType(BadRecord.class).isThrownBy(() -> Wire.read(noise, Face.class));
    }
  }

  @Test
  void aFloatWithoutAFractionIsAnInteger() throws BadRecord {
    byte[] json =
        bytes(FRAME.replace("1280", "1280.0").replace("\"number\":42", "\"number\":4.2e1"));

    assertThat(Wire.read(json, Frame.class)).isEqualTo(Example.FRAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1280.5", "1e400", "1e2147483647", "4294967297.0"})
  void anyOtherFloatIsNone(String width) {
    byte[] json = bytes(FRAME.replace("1280", width));

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(json, Frame.class))
        .withMessageContaining("width");
  }

  @Test
  void namesTheFieldInsideANestedRecord() {
    byte[] json = bytes(text(Wire.write(Example.FACE)).replace("200.25", "[]"));

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(json, Face.class))
        .withMessageContaining("box.top");
  }

  @Test
  void namesTheClassWithoutAScore() {
    byte[] json = bytes("{\"yes\":0.5,\"no\":null}");

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(json, Scores.class))
        .withMessageContaining("no");
  }

  @Test
  void cutsAMessageThatQuotesALongValue() {
    byte[] json = bytes(FRAME.replace("front-door", "x".repeat(100_000)));

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Wire.read(json, Frame.class))
        .extracting(bad -> bad.getMessage().length())
        .isEqualTo(503);
  }

  @Test
  void everyFloatComesBackAsItWas() throws BadRecord {
    Random random = new Random(2);
    for (int i = 0; i < 100_000; i++) {
      float x = Float.intBitsToFloat(random.nextInt());
      Point point = new Point(Float.isFinite(x) ? x : i, random.nextFloat());

      assertThat(Wire.read(Wire.write(point), Point.class)).isEqualTo(point);
    }
  }

  @Test
  void aDeadLetterKeepsTheOtherHeadersInOrder() throws BadRecord {
    Headers original =
        new RecordHeaders()
            .add("traceparent", bytes("00-1"))
            .add(Wire.HEADER, bytes("{broken"))
            .add("note", null);

    Headers headers = Wire.deadLetter(original, Example.DEAD_LETTER);

    assertThat(headers.toArray())
        .extracting(Header::key)
        .containsExactly("traceparent", Wire.ORIGINAL_HEADER, "note", Wire.HEADER);
    assertThat(headers.lastHeader(Wire.ORIGINAL_HEADER).value()).isEqualTo(bytes("{broken"));
    assertThat(Wire.read(headers, DeadLetter.class)).isEqualTo(Example.DEAD_LETTER);
  }

  @Test
  void aDeadLetterLeavesTheOriginalHeadersAlone() {
    Headers original = new RecordHeaders().add(Wire.HEADER, bytes("{broken"));

    Wire.deadLetter(original, Example.DEAD_LETTER);

    assertThat(original.toArray())
        .containsExactly(new RecordHeaders().add(Wire.HEADER, bytes("{broken")).toArray());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}

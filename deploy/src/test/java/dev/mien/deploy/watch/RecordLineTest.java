// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.deploy.Samples;
import dev.mien.events.Camera;
import dev.mien.events.DeadLetter;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Fault;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordLineTest {

  private static final Emotion EMOTION = Samples.emotion("door", 25, 3, "fear");

  @Test
  void anEmotionNamesFaceAndScores() {
    assertThat(RecordLine.of(inValue(Topics.EMOTIONS.name(), EMOTION)))
        .contains("door  frame 25  track 3  fear      0.80  smoothed over 1: fear 0.80  (model-1)");
  }

  @Test
  void aFrameNamesItsSize() {
    assertThat(RecordLine.of(inHeader(Topics.FRAMES.name(), EMOTION.face().frame())))
        .contains("door  frame 25  640x360  1,234 bytes");
  }

  @Test
  void aFaceNamesItsTrack() {
    assertThat(RecordLine.of(inHeader(Topics.FACES.name(), EMOTION.face())))
        .contains("door  frame 25  track 3  score 0.99  1,234 bytes");
  }

  @Test
  void aCameraNamesItsSourceWithoutThePassword() {
    Camera camera = new Camera("door", "rtsp://me:secret@10.0.0.7/1", 0);
    assertThat(RecordLine.of(inValue(Topics.CAMERAS.name(), camera)))
        .isEqualTo("door is rtsp://me:***@10.0.0.7/1");
  }

  @Test
  void aRateNamesItsWindow() {
    EmotionRate rate = new EmotionRate("door", "fear", 10_000_000, 20_000_000, 12, 0.5);
    assertThat(RecordLine.of(inValue(Topics.EMOTION_RATES.name(), rate)))
        .contains("door  fear      12 events, mean probability 0.50");
  }

  @Test
  void aShadowNamesBothModels() {
    ShadowEmotion shadow =
        new ShadowEmotion(
            EMOTION.face(), "new", "fear", EMOTION.probabilities(), EMOTION.model(), "anger");
    assertThat(RecordLine.of(inValue(Topics.SHADOW_EMOTIONS.name(), shadow)))
        .contains("door  frame 25  track 3  fear      (new)  anger (model-1)");
  }

  @Test
  void aDeadLetterNamesPlaceAndCause() {
    DeadLetter letter =
        new DeadLetter("mien.frames", 2, 17, "detector", Fault.TRUNCATED_IMAGE, "no end marker");
    assertThat(RecordLine.of(inHeader(Topics.DEAD_LETTERS.name(), letter)))
        .isEqualTo("detector refused mien.frames-2@17: truncated-image: no end marker");
  }

  @Test
  void aBrokenRecordIsSaidToBeBroken() {
    assertThat(RecordLine.of(record(Topics.EMOTIONS.name(), new byte[] {'{'})))
        .startsWith("mien.emotions-0@7: broken-json: ");
  }

  @Test
  void jsonComesFromTheHeaderOfAPictureAndFromTheValueOfAnEvent() {
    assertThat(RecordJson.of(inHeader(Topics.FACES.name(), EMOTION.face())))
        .contains("\"track\":3")
        .doesNotContain("emotion");
    assertThat(RecordJson.of(inValue(Topics.EMOTIONS.name(), EMOTION))).contains("\"emotion\"");
  }

  private static ConsumerRecord<byte[], byte[]> inValue(String topic, Record value) {
    return record(topic, Wire.write(value));
  }

  private static ConsumerRecord<byte[], byte[]> inHeader(String topic, Record header) {
    ConsumerRecord<byte[], byte[]> record = record(topic, new byte[1234]);
    record.headers().add(Wire.HEADER, Wire.write(header));
    return record;
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, byte[] value) {
    return new ConsumerRecord<>(
        topic,
        0,
        7,
        0,
        TimestampType.CREATE_TIME,
        4,
        value.length,
        "door".getBytes(UTF_8),
        value,
        new RecordHeaders(),
        Optional.empty());
  }
}

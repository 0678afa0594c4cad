// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.watch;

import dev.mien.events.BadRecord;
import dev.mien.events.Camera;
import dev.mien.events.DeadLetter;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import dev.mien.events.ModelVersion;
import dev.mien.events.ShadowEmotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.ingest.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One line for a person about one record of any topic of Mien. */
final class RecordLine {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private RecordLine() {}

  static String of(ConsumerRecord<byte[], byte[]> record) {
    try {
      return describe(record);
    } catch (BadRecord e) {
      boolean mayHoldAPassword = record.topic().equals(Topics.CAMERAS.name());
      return "%s-%d@%d: %s: %s"
          .formatted(
              record.topic(),
              record.partition(),
              record.offset(),
              e.fault().wireName(),
              mayHoldAPassword ? "--json shows it, with passwords" : e.getMessage());
    }
  }

  private static String describe(ConsumerRecord<byte[], byte[]> record) throws BadRecord {
    String topic = record.topic();
    if (topic.equals(Topics.FRAMES.name())) {
      return frame(Wire.read(record.headers(), Frame.class)) + size(record);
    }
    if (topic.equals(Topics.FACES.name())) {
      Face face = Wire.read(record.headers(), Face.class);
      return face(face) + line("  score %.2f", face.score()) + size(record);
    }
    if (topic.equals(Topics.DEAD_LETTERS.name())) {
      return deadLetter(Wire.read(record.headers(), DeadLetter.class));
    }
    if (topic.equals(Topics.EMOTION_RATES.name())) {
      return rate(Wire.read(value(record), EmotionRate.class));
    }
    if (topic.equals(Topics.SHADOW_EMOTIONS.name())) {
      return shadow(Wire.read(value(record), ShadowEmotion.class));
    }
    if (topic.equals(Topics.CAMERAS.name())) {
      return record.value() == null
          ? key(record) + " is removed"
          : camera(Wire.read(value(record), Camera.class));
    }
    if (topic.equals(Topics.MODELS.name())) {
      return record.value() == null
          ? key(record) + " is deleted"
          : model(Wire.read(value(record), ModelVersion.class));
    }
    if (topic.equals(Topics.MODEL_CHUNKS.name())) {
      return key(record) + size(record);
    }
    return emotion(Wire.read(value(record), Emotion.class));
  }

  private static String frame(Frame frame) {
    return line(
        "%s  %s  frame %d  %dx%d",
        clock(frame.capturedMicros()),
        frame.camera(),
        frame.number(),
        frame.width(),
        frame.height());
  }

  private static String face(Face face) {
    return line(
        "%s  %s  frame %d  track %d",
        clock(face.frame().capturedMicros()),
        face.frame().camera(),
        face.frame().number(),
        face.track());
  }

  private static String emotion(Emotion emotion) {
    String smoothed = emotion.smoothed().leading();
    return face(emotion.face())
        + line(
            "  %-9s %.2f  smoothed over %d: %s %.2f  (%s)",
            emotion.emotion(),
            emotion.probabilities().of(emotion.emotion()),
            emotion.smoothedOver(),
            smoothed,
            emotion.smoothed().of(smoothed),
            emotion.model());
  }

  private static String shadow(ShadowEmotion shadow) {
    return face(shadow.face())
        + line(
            "  %-9s (%s)  %s (%s)",
            shadow.emotion(), shadow.model(), shadow.activeEmotion(), shadow.activeModel());
  }

  private static String camera(Camera camera) {
    return "%s is %s".formatted(camera.camera(), new Source(camera.source()));
  }

  private static String model(ModelVersion model) {
    return line(
        "%s  %s is %s: %s  %s",
        clock(model.changedMicros()),
        model.version(),
        model.state().wireName(),
        model.change().wireName(),
        model.note());
  }

  private static String rate(EmotionRate rate) {
    return line(
        "%s to %s  %s  %-9s %d events, mean probability %.2f",
        clock(rate.windowStartMicros()),
        clock(rate.windowEndMicros()),
        rate.camera(),
        rate.emotion(),
        rate.count(),
        rate.meanProbability());
  }

  private static String deadLetter(DeadLetter letter) {
    return line(
        "%s refused %s-%d@%d: %s: %s",
        letter.stage(),
        letter.topic(),
        letter.partition(),
        letter.offset(),
        letter.fault().wireName(),
        letter.message());
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null ? "?" : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** Returns the value of a record, empty where there is none. */
  static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? new byte[0] : record.value();
  }

  private static String size(ConsumerRecord<byte[], byte[]> record) {
    return line("  %,d bytes", Math.max(0, record.serializedValueSize()));
  }

  private static String clock(long micros) {
    return CLOCK.format(Instant.ofEpochMilli(micros / 1000));
  }

  private static String line(String format, Object... parts) {
    return String.format(Locale.ROOT, format, parts);
  }
}

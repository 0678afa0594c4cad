// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.deploy.pipeline.Clip;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Frame;
import dev.mien.events.Scores;
import dev.mien.events.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What {@code mien classify} says about the clip, and whether other events say the same. */
final class ExpectedEvents {

  private static final Comparator<Emotion> FLOW =
      Comparator.comparingLong((Emotion emotion) -> emotion.face().frame().number())
          .thenComparingLong(emotion -> emotion.face().track());

  private final Path clip;
  private final List<Emotion> emotions;

  private ExpectedEvents(Path clip, List<Emotion> emotions) {
    this.clip = clip;
    this.emotions = emotions;
  }

  /** Classifies the bundled clip without Kafka. */
  static ExpectedEvents ofTheClip(Path folder) throws IOException {
    Path clip = Clip.copyTo(folder);
    Path rows = folder.resolve("expected.jsonl");
    CommandResult classify =
        CommandResult.of("classify", clip.toString(), "--out", rows.toString());
    assertThat(classify.exit()).as(classify.err()).isZero();
    List<Emotion> emotions =
        Files.readAllLines(rows).stream()
            .map(row -> emotion(row.getBytes(StandardCharsets.UTF_8)))
            .sorted(FLOW)
            .toList();
    assertThat(emotions).hasSizeGreaterThan(200);
    return new ExpectedEvents(clip, emotions);
  }

  Path clip() {
    return clip;
  }

  int size() {
    return emotions.size();
  }

  /** Every face of every frame once, with the same box, landmarks, track and probabilities. */
  void assertSameFaces(List<Emotion> actual) {
    List<Emotion> sorted = actual.stream().sorted(FLOW).toList();
    assertThat(sorted).map(ExpectedEvents::face).isEqualTo(faces());
    for (int i = 0; i < sorted.size(); i++) {
      assertClose(sorted.get(i).probabilities(), emotions.get(i).probabilities());
    }
  }

  /** The smoothed scores too: nobody restarted the classifier. */
  void assertSameEvents(List<Emotion> actual) {
    assertSameFaces(actual);
    List<Emotion> sorted = actual.stream().sorted(FLOW).toList();
    for (int i = 0; i < sorted.size(); i++) {
      assertClose(sorted.get(i).smoothed(), emotions.get(i).smoothed());
      assertThat(sorted.get(i).smoothedOver()).isEqualTo(emotions.get(i).smoothedOver());
    }
  }

  static Emotion emotion(ConsumerRecord<byte[], byte[]> event) {
    return emotion(event.value());
  }

  private static Emotion emotion(byte[] json) {
    try {
      return Wire.read(json, Emotion.class);
    } catch (BadRecord e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private List<List<Object>> faces() {
    return emotions.stream().map(ExpectedEvents::face).toList();
  }

  /** All but the camera's name and the time of the day. */
  private static List<Object> face(Emotion emotion) {
    Frame frame = emotion.face().frame();
    return List.of(
        frame.number(),
        frame.positionMicros(),
        frame.width(),
        frame.height(),
        emotion.face().track(),
        emotion.face().box(),
        emotion.face().landmarks(),
        emotion.model());
  }

  private static void assertClose(Scores actual, Scores expected) {
    assertThat(actual.byClass().keySet()).isEqualTo(expected.byClass().keySet());
    actual
        .byClass()
        .forEach((name, score) -> assertThat(score).isCloseTo(expected.of(name), within(1e-4f)));
  }
}

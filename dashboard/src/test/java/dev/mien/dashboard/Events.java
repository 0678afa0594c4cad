// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Box;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import dev.mien.events.Scores;
import dev.mien.events.Topics;
import java.util.List;

/** Events to test with. */
final class Events {

  static final List<String> CLASSES = Topics.DEFAULT_CLASSES;

  private Events() {}

  static Frame frame(String camera, long number, long capturedMillis) {
    return new Frame(camera, number, capturedMillis * 1_000, number * 40_000, 640, 480);
  }

  /** Returns an event whose leading class, smoothed and not, is the given one. */
  static Emotion emotion(Frame frame, long track, String leading) {
    float left = 100 + 160 * (track - 1) + frame.number() % 20;
    Landmarks landmarks =
        new Landmarks(
            new Point(left + 30, 150),
            new Point(left + 75, 150),
            new Point(left + 52, 178),
            new Point(left + 35, 205),
            new Point(left + 70, 205));
    Face face = new Face(frame, track, new Box(left, 100, 105, 140), landmarks, 0.99f);
    Scores scores = scores(leading);
    return new Emotion(face, "model-1", leading, scores, scores, 1);
  }

  static final long WINDOW_MILLIS = 2_000;

  static EmotionRate rate(String camera, String emotion, long startMillis, long count) {
    return new EmotionRate(
        camera, emotion, startMillis * 1_000, (startMillis + WINDOW_MILLIS) * 1_000, count, 0.7);
  }

  private static Scores scores(String leading) {
    float[] values = new float[CLASSES.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = CLASSES.get(i).equals(leading) ? 0.7f : 0.05f;
    }
    return Scores.of(CLASSES, values);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import dev.mien.events.Box;
import dev.mien.events.Emotion;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import dev.mien.events.Scores;
import java.util.List;

/** Events to test with. */
public final class Samples {

  public static final long CAPTURED_MICROS = 1_700_000_000_000_000L;

  private static final List<String> CLASSES = List.of("neutral", "happiness", "fear");

  private Samples() {}

  /** Returns an event whose leading class, smoothed and not, is the given one. */
  public static Emotion emotion(String camera, long number, long track, String leading) {
    return emotion(camera, number, track, leading, CAPTURED_MICROS);
  }

  /** Returns an event of a frame that was captured then. */
  public static Emotion emotion(
      String camera, long number, long track, String leading, long capturedMicros) {
    Frame frame = new Frame(camera, number, capturedMicros, number * 40_000, 640, 360);
    Scores scores = scores(leading);
    return new Emotion(face(frame, track), "model-1", leading, scores, scores, 1);
  }

  public static Face face(Frame frame, long track) {
    Landmarks landmarks =
        new Landmarks(
            new Point(120, 80),
            new Point(160, 80),
            new Point(140, 100),
            new Point(125, 120),
            new Point(155, 120));
    return new Face(frame, track, new Box(100, 50, 80, 100), landmarks, 0.99f);
  }

  private static Scores scores(String leading) {
    float[] values = new float[CLASSES.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = CLASSES.get(i).equals(leading) ? 0.8f : 0.1f;
    }
    return Scores.of(CLASSES, values);
  }
}

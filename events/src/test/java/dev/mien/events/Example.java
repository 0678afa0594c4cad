// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** One example of every record that travels, with the name of its schema and golden file. */
record Example(String file, Record value) {

  static final JsonMapper JSON = new JsonMapper();

  static final Frame FRAME =
      new Frame("front-door", 42, 1_793_664_000_123_456L, 1_680_000, 1280, 720);

  static final Face FACE =
      new Face(
          FRAME,
          7,
          new Box(-3.5f, 200.25f, 96, 121.1f),
          new Landmarks(
              new Point(21.4f, 248),
              new Point(64.9f, 247.3f),
              new Point(43.2f, 271.8f),
              new Point(25, 296.6f),
              new Point(61.7f, 296.1f)),
          0.9987f);

  static final Emotion EMOTION =
      new Emotion(
          FACE,
          "bootstrap-1",
          "happiness",
          scores(0.2f, 0.55f, 0.125f, 0.025f, 0.05f, 0.03f, 0.02f),
          scores(0.41f, 0.4f, 0.1f, 0.04f, 0.03f, 0.01f, 0.01f),
          12);

  static final EmotionRate EMOTION_RATE =
      new EmotionRate(
          "front-door", "fear", 1_793_664_000_000_000L, 1_793_664_010_000_000L, 3, 0.4625);

  static final DeadLetter DEAD_LETTER =
      new DeadLetter(
          "mien.frames",
          3,
          9_000_000_000L,
          "detector",
          Fault.TRUNCATED_IMAGE,
          "the JPEG of 812 bytes ends before its end marker");

  static List<Example> all() {
    return List.of(
        new Example("frame.json", FRAME),
        new Example("face.json", FACE),
        new Example("emotion.json", EMOTION),
        new Example("emotion-rate.json", EMOTION_RATE),
        new Example("dead-letter.json", DEAD_LETTER));
  }

  static Example of(String file) {
    return all().stream().filter(example -> example.file.equals(file)).findAny().orElseThrow();
  }

  /** Returns the golden file, which is written for people, with spaces and lines. */
  ObjectNode golden() throws IOException {
    return read("golden/" + file);
  }

  ObjectNode schema() throws IOException {
    return read("schema/" + file);
  }

  @Override
  public String toString() {
    return file;
  }

  private static ObjectNode read(String resource) throws IOException {
    try (InputStream in = Example.class.getResourceAsStream(resource)) {
      return (ObjectNode) JSON.readTree(Objects.requireNonNull(in, resource));
    }
  }

  private static Scores scores(float... probabilities) {
    return Scores.of(Topics.DEFAULT_CLASSES, probabilities);
  }
}

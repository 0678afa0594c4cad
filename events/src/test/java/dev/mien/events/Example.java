// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
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

  static final Camera CAMERA =
      new Camera(
          "front-door",
          "rtsp://viewer:secret@10.0.0.7/stream1",
          12.5,
          720,
          Map.of("user_agent", "viewer:secret", "rtsp_transport", "udp"));

  static final DeadLetter DEAD_LETTER =
      new DeadLetter(
          "mien.frames",
          3,
          9_000_000_000L,
          "detector",
          Fault.TRUNCATED_IMAGE,
          "the JPEG of 812 bytes ends before its end marker");

  static final ShadowEmotion SHADOW_EMOTION =
      new ShadowEmotion(
          FACE,
          EMOTION.model(),
          EMOTION.emotion(),
          EMOTION.probabilities(),
          "bootstrap-0",
          "neutral");

  static final ModelVersion MODEL_VERSION =
      new ModelVersion(
          "mobilefacenet-908e7ee8a3b6",
          ModelState.ACTIVE,
          ModelChange.PROMOTED,
          "agreed on 0.93 of 1000 faces",
          "bootstrap-1",
          1_793_664_000_123_456L,
          1_793_667_600_000_000L,
          "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
          3_721_132,
          "6f1c2a44",
          8,
          List.of("neutral", "happiness"),
          "N x 3 x 112 x 112, RGB, (x - 127.5) / 128",
          "arcface",
          false,
          new GoldenBatch("mien-1", List.of(List.of(1.5f, -0.25f), List.of(0.125f, 3f))),
          Map.of("test.mean", 0.7938, "test.overall", 0.878),
          Map.of("data", "ferplus", "seed", "1"));

  static List<Example> all() {
    return List.of(
        new Example("camera.json", CAMERA),
        new Example("frame.json", FRAME),
        new Example("face.json", FACE),
        new Example("emotion.json", EMOTION),
        new Example("emotion-rate.json", EMOTION_RATE),
        new Example("shadow-emotion.json", SHADOW_EMOTION),
        new Example("model-version.json", MODEL_VERSION),
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

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import dev.mien.events.Topic.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The one declaration of all topics. Records are keyed by camera id (rates by {@link
 * EmotionRate#key}), so that a camera stays in order.
 */
public final class Topics {

  /**
   * What one record may weigh: a JPEG of quality 90 of a noisy 4K frame (3840 x 2160 pixels, about
   * 12 MB at worst) with room to spare.
   */
  public static final int MAX_IMAGE_BYTES = 24 << 20;

  /** Partitions by default: the number of detectors or classifiers that can share the work. */
  public static final int DEFAULT_PARTITIONS = 6;

  private static final int MAX_JSON_BYTES = 1 << 20;

  /** The cameras that are to be read. As many processes as it has partitions can share them. */
  public static final Topic CAMERAS = compacted("mien.cameras").withPartitions(24);

  /** JPEG frames; personal data, hence minutes, whatever the clock of the camera's machine says. */
  public static final Topic FRAMES =
      deleted("mien.frames", Duration.ofMinutes(10), MAX_IMAGE_BYTES).withClock(Clock.BROKER);

  /** Aligned faces; personal data, hence minutes. */
  public static final Topic FACES = deleted("mien.faces", Duration.ofMinutes(10), MAX_JSON_BYTES);

  /** One event per face. */
  public static final Topic EMOTIONS = deleted("mien.emotions", Duration.ofDays(7), MAX_JSON_BYTES);

  /** Count and mean probability per camera, class and window. */
  public static final Topic EMOTION_RATES =
      deleted("mien.emotion-rates", Duration.ofDays(30), MAX_JSON_BYTES);

  /** What a candidate makes of faces beside the model that serves. */
  public static final Topic SHADOW_EMOTIONS =
      deleted("mien.shadow-emotions", Duration.ofDays(7), MAX_JSON_BYTES);

  /** The last record of every model version; in one partition, so that all see one order. */
  public static final Topic MODELS = compacted("mien.models");

  /** Slices of model files, kept until they are deleted by name. */
  public static final Topic MODEL_CHUNKS = compacted("mien.model-chunks");

  /**
   * Whatever a stage could not process, see {@link DeadLetter}; pictures, too, hence one day,
   * whatever the clock of the stage's machine says.
   */
  public static final Topic DEAD_LETTERS =
      deleted("mien.dead-letters", Duration.ofDays(1), MAX_IMAGE_BYTES + MAX_JSON_BYTES)
          .withClock(Clock.BROKER);

  /** Classes that the bundled models have, in the order that holds everywhere. */
  public static final List<String> DEFAULT_CLASSES =
      List.of("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear");

  private Topics() {}

  /** Returns the topic that gets a copy of every event led by this class. */
  public static Topic emotions(String emotion) {
    return deleted(
        EMOTIONS.name() + "." + emotion, EMOTIONS.retention(), EMOTIONS.maxMessageBytes());
  }

  /** Returns all topics of a pipeline whose model has these classes. */
  public static List<Topic> all(List<String> classes) {
    return Stream.concat(
            Stream.of(
                CAMERAS,
                FRAMES,
                FACES,
                EMOTIONS,
                EMOTION_RATES,
                SHADOW_EMOTIONS,
                MODELS,
                MODEL_CHUNKS,
                DEAD_LETTERS),
            classes.stream().map(Topics::emotions))
        .toList();
  }

  private static Topic compacted(String name) {
    return new Topic(
        name, 1, Topic.Cleanup.COMPACT, Duration.ofDays(1), MAX_JSON_BYTES, Clock.WRITER);
  }

  private static Topic deleted(String name, Duration retention, int maxMessageBytes) {
    return new Topic(
        name, DEFAULT_PARTITIONS, Topic.Cleanup.DELETE, retention, maxMessageBytes, Clock.WRITER);
  }
}

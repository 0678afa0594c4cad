// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.runtime.StageFailure;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.jspecify.annotations.Nullable;

/** What is to be made of an error that ended a thread of Kafka Streams. */
final class StreamFailures {

  /** Errors of Kafka that no repetition helps. Missing rights are invalid configuration, too. */
  private static final List<Class<? extends KafkaException>> FINAL =
      List.of(
          InvalidConfigurationException.class,
          MissingSourceTopicException.class,
          RecordTooLargeException.class,
          SerializationException.class,
          UnsupportedVersionException.class);

  private StreamFailures() {}

  /** Returns whether Kafka alone is to blame and a new thread may have more luck. */
  static boolean mayPass(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      Throwable cause = t;
      if (!(cause instanceof KafkaException)
          || FINAL.stream().anyMatch(type -> type.isInstance(cause))) {
        return false;
      }
    }
    return true;
  }

  /** Returns the stage's own words if there are any, else the innermost cause. */
  static StageFailure explained(Throwable failure) {
    Throwable root = failure;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StageFailure explained) {
        return explained;
      }
      root = t;
    }
    return new StageFailure("the detector failed: " + root, failure);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.jspecify.annotations.Nullable;

/** What is to be made of an error that came out of a Kafka client. */
public final class KafkaFailures {

  /** No repetition helps against these. Missing rights are invalid configuration, too. */
  private static final List<Class<? extends KafkaException>> FINAL =
      List.of(
          FencedInstanceIdException.class,
          InterruptException.class,
          InvalidConfigurationException.class,
          MissingSourceTopicException.class,
          RecordTooLargeException.class,
          SerializationException.class,
          UnsupportedVersionException.class);

  private KafkaFailures() {}

  /** Returns whether Kafka alone is to blame and a repetition may have more luck. */
  public static boolean mayPass(@Nullable Throwable failure) {
    return failure == null || (!isFinal(failure) && mayPass(failure.getCause()));
  }

  /** Returns the stage's own words if there are any, else the innermost cause. */
  public static StageFailure explained(String stage, Throwable failure) {
    Throwable root = failure;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof StageFailure explained) {
        return explained;
      }
      root = t;
    }
    return new StageFailure("the %s failed: %s".formatted(stage, root), failure);
  }

  /** Errors that are not Kafka's are ours; checked ones are of the network. */
  private static boolean isFinal(Throwable failure) {
    boolean ours = failure instanceof RuntimeException || failure instanceof Error;
    return failure instanceof KafkaException
        ? FINAL.stream().anyMatch(type -> type.isInstance(failure))
        : ours;
  }
}

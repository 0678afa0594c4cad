// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import java.util.List;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** Which errors of Kafka no repetition can help. */
public final class KafkaFailures {

  /** Missing rights are invalid configuration, too. */
  private static final List<Class<? extends Exception>> FINAL =
      List.of(
          FencedInstanceIdException.class,
          InterruptException.class,
          InvalidConfigurationException.class,
          RecordTooLargeException.class,
          UnsupportedVersionException.class);

  private KafkaFailures() {}

  /** Returns whether the error or one of its causes is of such a kind. */
  public static boolean areFinal(@Nullable Throwable thrown) {
    return thrown != null
        && (FINAL.stream().anyMatch(type -> type.isInstance(thrown))
            || areFinal(thrown.getCause()));
  }
}

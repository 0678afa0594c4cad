// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ApplicationRecoverableException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.FencedMemberEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RebootstrapRequiredException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.errors.TaskMigratedException;
import org.jspecify.annotations.Nullable;

/** What is to be made of an error that came out of a Kafka client. */
public final class KafkaFailures {

  /**
   * Brokers that are away or slow, a group that is being shared out anew, a transaction that was
   * lost. All else needs a person: rights, settings, topics that do not fit, our own errors.
   */
  private static final List<Class<? extends KafkaException>> PASSING =
      List.of(
          RetriableException.class,
          ApplicationRecoverableException.class,
          CommitFailedException.class,
          FencedMemberEpochException.class,
          InvalidTxnStateException.class,
          LockException.class,
          OutOfOrderSequenceException.class,
          RebalanceInProgressException.class,
          RebootstrapRequiredException.class,
          StaleMemberEpochException.class,
          TaskCorruptedException.class,
          TaskMigratedException.class,
          TransactionAbortableException.class,
          TransactionAbortedException.class,
          TransactionCoordinatorFencedException.class,
          UnknownServerException.class);

  /** They say what was tried; their cause says what was wrong. */
  private static final Set<Class<? extends KafkaException>> WRAPPERS =
      Set.of(KafkaException.class, StreamsException.class);

  /** Where all brokers are away, their name may be, too: that of a headless service, for one. */
  private static final String NO_ADDRESS = "No resolvable bootstrap urls";

  private KafkaFailures() {}

  /** Returns whether Kafka alone is to blame and a repetition may have more luck. */
  public static boolean mayPass(Throwable failure) {
    boolean passes = false;
    Throwable root = failure;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      boolean passing = isPassing(t);
      if (!passing && !isWrapper(t)) {
        return false;
      }
      passes |= passing;
      root = t;
    }
    // A producer that gave up on its batches says so in words only.
    return passes || root.getClass() == KafkaException.class;
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

  /** Returns whether no name of a broker has an address, which Kafka says of its property. */
  public static boolean isUnresolved(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ConfigException) {
        return String.valueOf(t.getMessage()).startsWith(NO_ADDRESS);
      }
    }
    return false;
  }

  private static boolean isPassing(Throwable failure) {
    if (failure instanceof ConfigException) {
      return isUnresolved(failure);
    }
    // Somebody else has the same --instance: both would throw each other out for ever.
    return !(failure instanceof FencedInstanceIdException)
        && PASSING.stream().anyMatch(type -> type.isInstance(failure));
  }

  /** Checked exceptions are of the network, or of waiting. */
  private static boolean isWrapper(Throwable failure) {
    boolean checked = !(failure instanceof RuntimeException || failure instanceof Error);
    return checked || WRAPPERS.contains(failure.getClass());
  }
}

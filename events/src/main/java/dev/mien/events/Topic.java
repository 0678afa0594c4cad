// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import java.time.Duration;

/**
 * A topic as Mien needs it.
 *
 * @param name of the topic
 * @param partitions how many parts of it can be worked on at once
 * @param cleanup what happens to old records
 * @param retention how long records are kept, where they are deleted by age and unless the operator
 *     wants otherwise
 * @param maxMessageBytes size of the largest record batch, compressed
 * @param clock that gives a record its time, and by that its age
 */
public record Topic(
    String name,
    int partitions,
    Cleanup cleanup,
    Duration retention,
    int maxMessageBytes,
    Clock clock) {

  /** What the broker does with old records. */
  public enum Cleanup {
    /** Deletes them by age. */
    DELETE,
    /** Keeps the last one of every key. */
    COMPACT
  }

  /** Whose clock a record has its time of. */
  public enum Clock {
    /** That of whoever writes it. */
    WRITER,
    /** That of the broker that takes it. */
    BROKER
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the component and its value
   */
  public Topic {
    Check.present("name", name);
    Check.range("partitions", partitions, 1, 10_000);
    Check.range("retention in ms", retention.toMillis(), 1, Long.MAX_VALUE);
    Check.range("maxMessageBytes", maxMessageBytes, 1, Integer.MAX_VALUE);
  }

  /** Returns the same topic with another number of partitions. */
  public Topic withPartitions(int count) {
    return new Topic(name, count, cleanup, retention, maxMessageBytes, clock);
  }

  /** Returns the same topic, whose number of partitions may be any: it is the user's to choose. */
  public Topic withAnyPartitions() {
    return withPartitions(1);
  }

  Topic withClock(Clock other) {
    return new Topic(name, partitions, cleanup, retention, maxMessageBytes, other);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** How far the detectors are. */
interface Progress extends AutoCloseable {

  /**
   * What the detectors have committed of a partition.
   *
   * @param offset of the frame at which they go on
   * @param nanos when Kafka was asked, by {@link System#nanoTime}
   */
  record Commit(long offset, long nanos) {}

  /**
   * Returns the latest that is known, without waiting; null if nothing is, or if the detectors have
   * never read anything.
   */
  @Nullable Commit of(TopicPartition partition);

  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the detectors before have stopped reading {@code mien.frames}: Kafka Streams itself does
 * not say when it goes on at a later frame, because those between were deleted.
 */
final class CommittedOffsets implements IntFunction<OptionalLong>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CommittedOffsets.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A detector that has just died may have left a transaction that is still being written. */
  private static final ListConsumerGroupOffsetsOptions SETTLED =
      new ListConsumerGroupOffsetsOptions().requireStable(true);

  private final String group;
  private final Admin admin;

  /** Makes a client that has not asked anything yet. */
  CommittedOffsets(String group, Cluster cluster) {
    this.group = group;
    admin = cluster.admin(PATIENCE);
  }

  /** Returns the offset of the frame to read next of a partition, if that can be known. */
  @Override
  public OptionalLong apply(int partition) {
    try {
      @Nullable OffsetAndMetadata committed =
          admin
              .listConsumerGroupOffsets(group, SETTLED)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(Topics.FRAMES.name(), partition));
      return committed == null ? OptionalLong.empty() : OptionalLong.of(committed.offset());
    } catch (ExecutionException e) {
      LOG.debug("no committed offset of {}", group, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}

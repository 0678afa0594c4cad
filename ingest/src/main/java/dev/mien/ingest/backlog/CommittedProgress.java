// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import dev.mien.runtime.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the group of the detectors has committed. Asks Kafka a few times a second and never waits
 * for the answer. Where that may not be seen nothing is known.
 */
final class CommittedProgress implements Progress {

  private static final Logger LOG = LoggerFactory.getLogger(CommittedProgress.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long ASK_EVERY_NANOS = Duration.ofMillis(200).toNanos();

  private final String group;
  private final Admin admin;
  private @Nullable Map<TopicPartition, OffsetAndMetadata> committed;
  private long askedNanos = System.nanoTime() - ASK_EVERY_NANOS;
  private long heardNanos;
  private boolean asking;
  private boolean warned;
  private boolean closed;

  /** Makes a client that has not asked anything yet. */
  CommittedProgress(String group, Cluster cluster) {
    this.group = group;
    admin = cluster.admin(PATIENCE);
  }

  @Override
  public synchronized @Nullable Commit of(TopicPartition partition) {
    askNowAndThen();
    if (committed == null || committed.isEmpty()) {
      return null;
    }
    @Nullable OffsetAndMetadata next = committed.get(partition);
    return new Commit(next == null ? 0 : next.offset(), heardNanos);
  }

  private void askNowAndThen() {
    long now = System.nanoTime();
    if (!asking && now - askedNanos >= ASK_EVERY_NANOS) {
      asking = true;
      askedNanos = now;
      Future<?> unused =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .whenComplete(this::hear);
    }
  }

  /** Comes from a thread of the client. */
  private synchronized void hear(
      @Nullable Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Throwable error) {
    if (closed) {
      return;
    }
    asking = false;
    heardNanos = askedNanos;
    if (offsets != null) {
      committed = offsets;
    } else if (error instanceof GroupIdNotFoundException) {
      committed = Map.of();
    } else if (!(error instanceof RetriableException)) {
      // Who cannot be asked now commits nothing now; who may not be asked may be anywhere.
      warn(String.valueOf(error));
      committed = null;
    }
  }

  private void warn(String reason) {
    if (!warned) {
      LOG.warn(FileGate.UNSEEN, group, reason);
      warned = true;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    admin.close(Duration.ZERO);
  }
}

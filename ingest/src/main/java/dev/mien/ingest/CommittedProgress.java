// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.runtime.Cluster;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What the group of the detectors has committed. Asks Kafka a few times a second and never waits
 * for the answer. Where that may not be seen the detectors pass for being through with everything.
 */
final class CommittedProgress implements Progress {

  private static final Logger LOG = LoggerFactory.getLogger(CommittedProgress.class);

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long ASK_EVERY_NANOS = Duration.ofMillis(200).toNanos();

  private final String group;
  private final Admin admin;
  private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
  private long askedNanos = System.nanoTime() - ASK_EVERY_NANOS;
  private boolean asking;
  private boolean blind;
  private boolean warned;
  private boolean closed;

  /** Makes a client that has not asked anything yet. */
  CommittedProgress(String group, Cluster cluster) {
    this.group = group;
    admin = cluster.admin(PATIENCE);
  }

  @Override
  public synchronized boolean areThrough(RecordMetadata frame) {
    askNowAndThen();
    @Nullable OffsetAndMetadata next =
        committed.get(new TopicPartition(frame.topic(), frame.partition()));
    return blind || (next != null && frame.offset() < next.offset());
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
    blind = error != null && !(error instanceof GroupIdNotFoundException);
    committed = offsets == null ? Map.of() : offsets;
    if (blind) {
      LOG.atLevel(warned ? Level.DEBUG : Level.WARN)
          .log(BacklogGate.UNSEEN, group, String.valueOf(error));
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

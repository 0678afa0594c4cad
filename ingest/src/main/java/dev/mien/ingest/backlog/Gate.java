// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import dev.mien.runtime.Cluster;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Keeps a source from getting too far ahead of the detectors. For one thread. */
public sealed interface Gate extends AutoCloseable permits FileGate, LiveGate {

  /**
   * Returns the gate of a file, which has not asked Kafka anything yet.
   *
   * @param flush hands all that was sent to Kafka
   * @param over tells that there is no sense in waiting any more
   * @param onWait told what is waited for, and an empty text when that is over
   */
  static Gate ofFile(
      Backlog limit,
      Cluster cluster,
      Runnable flush,
      BooleanSupplier over,
      Consumer<String> onWait) {
    return new FileGate(limit, cluster, flush, over, onWait);
  }

  /**
   * Returns the gate of a live source, open.
   *
   * @param onDrop told why frames are dropped, and an empty text when that is over
   */
  static Gate ofLive(Backlog limit, Cluster cluster, Consumer<String> onDrop) {
    Progress detectors = new CommittedProgress(limit.group(), cluster);
    return new LiveGate(limit, detectors, onDrop, System::nanoTime);
  }

  /**
   * Returns whether the next frame may be sent, false if it is to be dropped. May wait until there
   * is room.
   */
  boolean admits() throws InterruptedException;

  /** Hears of a frame that was sent, and later where it lies, or that Kafka did not take it. */
  void sent(CompletableFuture<RecordMetadata> frame);

  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Keeps a source from getting too far ahead of the detectors. For one thread. */
sealed interface Gate extends AutoCloseable permits BacklogGate, LiveGate {

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

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/**
 * Where the output of a batch goes together with the offsets of its input. After a failure the
 * caller calls {@link #reopen} until it works and reads again from the committed offsets.
 */
interface Outbox extends AutoCloseable {

  /**
   * Gets ready, giving up whatever is under way.
   *
   * @throws KafkaException if the brokers do not answer; it may be called again
   */
  void reopen();

  /**
   * Returns when the batch is committed.
   *
   * @throws KafkaException if that is not certain
   */
  void write(ClassifiedBatch batch, Consumer<byte[], byte[]> consumer);

  @Override
  void close();
}

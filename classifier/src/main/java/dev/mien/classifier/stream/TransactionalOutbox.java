// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Output and offsets in one transaction: readers of committed records see each batch once or not at
 * all, and a classifier that lost its partitions cannot commit (KIP-447). A failed transaction
 * costs its producer; the next one, of the same transactional id, fences it and waits until the
 * transaction is decided.
 */
final class TransactionalOutbox implements Outbox {

  private final Supplier<Producer<byte[], byte[]>> producers;
  private @Nullable Producer<byte[], byte[]> producer;

  TransactionalOutbox(Supplier<Producer<byte[], byte[]>> producers) {
    this.producers = producers;
  }

  @Override
  public void reopen() {
    close();
    Producer<byte[], byte[]> opened = producers.get();
    producer = opened;
    opened.initTransactions();
  }

  @Override
  public void write(ClassifiedBatch batch, Consumer<byte[], byte[]> consumer) {
    Producer<byte[], byte[]> open = Objects.requireNonNull(producer, "not opened");
    open.beginTransaction();
    for (ProducerRecord<byte[], byte[]> result : batch.output()) {
      // What becomes of single records comes to light in the commit.
      Future<RecordMetadata> unused = open.send(result);
    }
    open.sendOffsetsToTransaction(batch.offsets(), consumer.groupMetadata());
    open.commitTransaction();
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }
}

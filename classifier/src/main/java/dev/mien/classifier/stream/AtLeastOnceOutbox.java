// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Output first, then the offsets: after a failure some of it is written again. */
final class AtLeastOnceOutbox implements Outbox {

  private final Supplier<Producer<byte[], byte[]>> producers;
  private @Nullable Producer<byte[], byte[]> producer;

  AtLeastOnceOutbox(Supplier<Producer<byte[], byte[]>> producers) {
    this.producers = producers;
  }

  @Override
  public void reopen() {
    close();
    producer = producers.get();
  }

  @Override
  public void write(ClassifiedBatch batch, Consumer<byte[], byte[]> consumer) {
    Producer<byte[], byte[]> open = Objects.requireNonNull(producer, "not opened");
    List<Future<RecordMetadata>> sent = batch.output().stream().map(open::send).toList();
    open.flush();
    sent.forEach(AtLeastOnceOutbox::check);
    consumer.commitSync(batch.offsets());
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
    }
  }

  private static void check(Future<RecordMetadata> sent) {
    try {
      sent.get();
    } catch (ExecutionException e) {
      throw new KafkaException("an event could not be written", e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }
}

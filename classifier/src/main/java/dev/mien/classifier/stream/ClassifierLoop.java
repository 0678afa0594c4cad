// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Topics;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.KafkaFailures;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls, classifies, writes; one poll is one batch. Partitions come and go inside {@code poll}
 * only, when no batch is under way. What fails is done again from the committed offsets.
 */
final class ClassifierLoop {

  private static final Logger LOG = LoggerFactory.getLogger(ClassifierLoop.class);

  /** How soon a close is noticed while there is nothing to do. */
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration LEAVE = Duration.ofSeconds(5);
  private static final long RETRY_MILLIS = 500;

  private final BatchClassifier classifier;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Outbox outbox;
  private final ClassifierMetrics metrics;
  private final Consumer<Health> health;
  private final CountDownLatch closing = new CountDownLatch(1);

  ClassifierLoop(
      BatchClassifier classifier,
      KafkaConsumer<byte[], byte[]> consumer,
      Outbox outbox,
      ClassifierMetrics metrics,
      Consumer<Health> health) {
    this.classifier = classifier;
    this.consumer = consumer;
    this.outbox = outbox;
    this.metrics = metrics;
    this.health = health;
  }

  /** Any thread may ask {@link #run} to return after the batch under way. */
  void close() {
    closing.countDown();
  }

  /**
   * Returns after {@link #close}.
   *
   * @throws KafkaException if no repetition can help
   */
  void run() {
    try {
      untilItWorks(outbox::reopen);
      consumer.subscribe(List.of(Topics.FACES.name()), new Partitions());
      while (!isClosing()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          handle(records);
        }
      }
    } finally {
      outbox.close();
      consumer.close(CloseOptions.timeout(LEAVE));
    }
  }

  private void handle(ConsumerRecords<byte[], byte[]> records) {
    ClassifiedBatch batch = classifier.classify(records);
    try {
      metrics.timeCommit(() -> outbox.write(batch, consumer));
      committed(batch);
    } catch (KafkaException e) {
      if (!KafkaFailures.mayPass(e)) {
        throw e;
      }
      LOG.warn("A batch of {} records has to be done again: {}", records.count(), e.toString());
      metrics.aborted();
      untilItWorks(() -> recover(records, batch));
      ready();
    }
  }

  private void committed(ClassifiedBatch batch) {
    classifier.keep();
    metrics.committed(batch, Instant.now());
  }

  /** The commit may have worked although its answer was lost; the committed offsets tell. */
  private void recover(ConsumerRecords<byte[], byte[]> records, ClassifiedBatch batch) {
    outbox.reopen();
    Set<TopicPartition> partitions = new HashSet<>(consumer.assignment());
    partitions.addAll(records.partitions());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
    if (batch.offsets().entrySet().stream().allMatch(next -> reached(committed, next))) {
      committed(batch);
    } else {
      classifier.discard();
    }
    for (TopicPartition partition : consumer.assignment()) {
      if (committed.get(partition) != null) {
        consumer.seek(partition, committed.get(partition));
      } else if (records.partitions().contains(partition)) {
        consumer.seek(partition, records.records(partition).get(0).offset());
      }
    }
  }

  private static boolean reached(
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map.Entry<TopicPartition, OffsetAndMetadata> next) {
    OffsetAndMetadata offset = committed.get(next.getKey());
    return offset != null && offset.offset() >= next.getValue().offset();
  }

  private void untilItWorks(Runnable attempt) {
    while (!isClosing()) {
      try {
        attempt.run();
        return;
      } catch (KafkaException e) {
        if (!KafkaFailures.mayPass(e)) {
          throw e;
        }
        health.accept(new Health(State.STARTING, "waits for Kafka: " + e));
        pause();
      }
    }
  }

  private void ready() {
    int partitions = consumer.assignment().size();
    health.accept(
        new Health(
            State.READY, "reads %d partitions of %s".formatted(partitions, Topics.FACES.name())));
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause() {
    try {
      closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private final class Partitions implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      ready();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      classifier.forget(partitions);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Topics;
import dev.mien.runtime.Connection;
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
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
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
  private final Consumer<byte[], byte[]> consumer;
  private final FaceReader reader;
  private final Outbox outbox;
  private final ClassifierMetrics metrics;
  private final AtomicReference<Health> health;
  private final Connection connection = new Connection();
  private final CountDownLatch closing = new CountDownLatch(1);

  private boolean open;
  private boolean joined;
  private boolean waiting;
  private @Nullable Attempt undecided;

  /** Takes over consumer and outbox; closing them is its last act. */
  ClassifierLoop(
      BatchClassifier classifier,
      Consumer<byte[], byte[]> consumer,
      Outbox outbox,
      ClassifierMetrics metrics,
      AtomicReference<Health> health) {
    this.classifier = classifier;
    this.consumer = consumer;
    this.reader = new FaceReader(consumer, metrics);
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
      consumer.subscribe(List.of(Topics.FACES.name()), new Partitions());
      while (!isClosing()) {
        try {
          turn();
        } catch (KafkaException e) {
          waitAfter(e);
        }
      }
    } finally {
      outbox.close();
      consumer.close(CloseOptions.timeout(LEAVE));
    }
  }

  private void turn() {
    if (!open) {
      outbox.reopen();
      open = true;
    }
    if (undecided != null) {
      decide(undecided);
      undecided = null;
    }
    ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
    if (records.isEmpty()) {
      idle();
    } else {
      works();
      Attempt attempt = new Attempt(records, classifier.classify(records));
      undecided = attempt;
      open = false;
      metrics.timeCommit(() -> outbox.write(attempt.batch, consumer));
      open = true;
      undecided = null;
      committed(attempt.batch);
    }
  }

  /** A consumer without brokers gives nothing, and says nothing. */
  private void idle() {
    classifier.idle();
    if (joined && !connection.isThere(consumer.metrics())) {
      waits("no connection to a broker");
    } else {
      works();
    }
  }

  private void committed(ClassifiedBatch batch) {
    classifier.keep(batch);
    metrics.committed(batch, Instant.now());
  }

  /** The commit may have worked although its answer was lost; the committed offsets tell. */
  private void decide(Attempt attempt) {
    ConsumerRecords<byte[], byte[]> records = attempt.records;
    Set<TopicPartition> partitions = new HashSet<>(consumer.assignment());
    partitions.addAll(records.partitions());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
    if (attempt.batch.offsets().entrySet().stream().allMatch(next -> reached(committed, next))) {
      committed(attempt.batch);
    } else {
      classifier.discard();
      metrics.aborted();
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

  private void waitAfter(KafkaException failure) {
    if (!KafkaFailures.mayPass(failure)) {
      throw failure;
    }
    waits(failure.toString());
    pause();
  }

  private void waits(String reason) {
    if (!waiting) {
      LOG.warn("The classifier waits for Kafka: {}", reason);
    }
    waiting = true;
    health.set(new Health(State.STARTING, "waits for Kafka: " + reason));
  }

  private void works() {
    if (waiting && joined) {
      ready();
    }
    waiting = false;
  }

  private void ready() {
    int partitions = consumer.assignment().size();
    health.set(
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
      joined = true;
      ready();
      LOG.info("Ready: {}", health.get());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      classifier.forget(partitions);
    }
  }

  /** A batch whose commit is under way, or failed. */
  private record Attempt(ConsumerRecords<byte[], byte[]> records, ClassifiedBatch batch) {}
}

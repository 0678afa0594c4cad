// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.events.Topics;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.PollLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
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

  private final BatchClassifier classifier;
  private final Consumer<byte[], byte[]> consumer;
  private final FaceReader reader;
  private final Outbox outbox;
  private final ClassifierMetrics metrics;
  private final PollLoop loop;

  private boolean open;
  private volatile boolean joined;
  private volatile int reads;
  private @Nullable Attempt undecided;

  /** Takes over consumer and outbox; closing them is its last act. */
  ClassifierLoop(
      BatchClassifier classifier,
      Consumer<byte[], byte[]> consumer,
      Outbox outbox,
      ClassifierMetrics metrics) {
    this.classifier = classifier;
    this.consumer = consumer;
    this.reader = new FaceReader(consumer, metrics);
    this.outbox = outbox;
    this.metrics = metrics;
    this.loop = new PollLoop(ClassifierStage.NAME, consumer);
  }

  /** Any thread may ask {@link #run} to return after the batch under way. */
  void close() {
    loop.close();
  }

  /** Returns how it is, to any thread. */
  Health health() {
    String trouble = loop.trouble();
    if (!trouble.isEmpty()) {
      return new Health(State.STARTING, "waits for Kafka: " + trouble);
    }
    return joined
        ? new Health(State.READY, "reads %d partitions of %s".formatted(reads, Topics.FACES.name()))
        : new Health(State.STARTING, "waits for its partitions");
  }

  /**
   * Returns after {@link #close}.
   *
   * @throws KafkaException if no repetition can help
   */
  void run() {
    try {
      consumer.subscribe(List.of(Topics.FACES.name()), new Partitions());
      loop.run(this::turn);
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
    loop.polled(records);
    if (records.isEmpty()) {
      classifier.idle();
    } else {
      Attempt attempt = new Attempt(records, classifier.classify(records));
      undecided = attempt;
      open = false;
      metrics.timeCommit(() -> outbox.write(attempt.batch, consumer));
      open = true;
      undecided = null;
      committed(attempt.batch);
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

  private final class Partitions implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      reads = consumer.assignment().size();
      joined = true;
      loop.answers();
      LOG.info("Ready: the stage '{}' {}", ClassifierStage.NAME, health().detail());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> gone) {
      classifier.forget(gone);
    }
  }

  /** A batch whose commit is under way, or failed. */
  private record Attempt(ConsumerRecords<byte[], byte[]> records, ClassifiedBatch batch) {}
}

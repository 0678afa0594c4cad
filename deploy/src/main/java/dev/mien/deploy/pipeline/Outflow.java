// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.pipeline;

import dev.mien.detector.stream.DetectorConfig;
import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.TopicReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * What comes out of a pipeline with the detectors of {@link DetectorConfig#defaults}, counted by
 * what is committed: meters count the work, that of aborted transactions included. For one thread.
 */
public final class Outflow implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration STANDSTILL = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TopicReader reader;
  private final Admin admin;
  private long faces;
  private long events;
  private long refused;

  /** Has not looked yet. */
  public Outflow(Cluster cluster) {
    reader = new TopicReader(cluster);
    admin = cluster.admin(PATIENCE);
  }

  /** Counts what comes from now on. */
  public void open() {
    reader.open(
        List.of(Topics.EMOTIONS.name(), Topics.FACES.name(), Topics.DEAD_LETTERS.name()), false);
  }

  /** Reads what has come, and waits a moment if that is nothing. */
  public void read(Consumer<Emotion> listener) {
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
      try {
        count(record, listener);
      } catch (BadRecord e) {
        throw new IllegalStateException("a stage wrote what cannot be read", e);
      }
    }
  }

  private void count(ConsumerRecord<byte[], byte[]> record, Consumer<Emotion> listener)
      throws BadRecord {
    if (record.topic().equals(Topics.EMOTIONS.name())) {
      events++;
      listener.accept(Wire.read(record.value(), Emotion.class));
    } else if (record.topic().equals(Topics.FACES.name())) {
      faces++;
    } else if (Wire.read(record.headers(), DeadLetter.class).topic().equals(Topics.FACES.name())) {
      refused++;
    }
  }

  /** Returns the faces that were found. */
  public long faces() {
    return faces;
  }

  /** Events and dead letters. */
  private long done() {
    return events + refused;
  }

  /**
   * Reads until nothing that was published is still under way. What was published is worth waiting
   * for, as long as it goes on.
   *
   * @throws StageFailure if a stage failed, or if nothing comes any more
   */
  public void drain(Pipeline pipeline, BooleanSupplier isUnwanted, Consumer<Emotion> listener)
      throws InterruptedException {
    long before = -1;
    long since = System.nanoTime();
    while (!isDrained() && !isUnwanted.getAsBoolean()) {
      pipeline.requireHealth();
      long now = searched() + faces + done();
      if (now > before) {
        before = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STANDSTILL.toNanos()) {
        throw standstill();
      }
      read(listener);
    }
  }

  private StageFailure standstill() throws InterruptedException {
    return new StageFailure(
        "nothing has come for %d s, after %d of %d frames were searched and %d of %d faces classified: is this machine busy?"
            .formatted(STANDSTILL.toSeconds(), searched(), published(), done(), faces));
  }

  private boolean isDrained() throws InterruptedException {
    // In this order: the faces of a frame are written when its offset is committed.
    return searched() >= published()
        && reader.hasReached(ends(reader.partitions()))
        && done() >= faces;
  }

  /** Frames are written without transactions, so offsets count them. */
  private long published() throws InterruptedException {
    return sum(ends(reader.partitions(Topics.FRAMES.name())).values().stream());
  }

  private long searched() throws InterruptedException {
    String group = DetectorConfig.defaults().application();
    return sum(
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).values().stream()
            .map(OffsetAndMetadata::offset));
  }

  private static long sum(Stream<Long> offsets) {
    return offsets.mapToLong(Long::longValue).sum();
  }

  /** Returns the offsets behind what is written: what a transaction still holds back counts. */
  private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    get(admin.listOffsets(asked).all()).forEach((at, end) -> ends.put(at, end.offset()));
    return ends;
  }

  private static <T> T get(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new StageFailure("Kafka does not tell how far the stages are: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    reader.close();
    admin.close(Duration.ZERO);
  }
}

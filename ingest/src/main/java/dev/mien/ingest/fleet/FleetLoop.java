// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Topics;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.PollLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the partitions of {@code mien.cameras} that this process has. Of one that it gets it
 * reads all records before it begins with the cameras that they leave; the cameras of one that it
 * gives away have ended before another process begins with them. While Kafka is away nothing
 * changes.
 */
final class FleetLoop {

  private static final Logger LOG = LoggerFactory.getLogger(FleetLoop.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LEAVE = Duration.ofSeconds(5);

  /** Far less than after what a consumer that does not poll is shut out of its group. */
  private static final Duration LONGEST_END = Duration.ofSeconds(60);

  private final Consumer<byte[], byte[]> consumer;
  private final CameraStages stages;
  private final Map<TopicPartition, PartitionCameras> partitions = new ConcurrentHashMap<>();
  private final PollLoop loop;
  private volatile boolean joined;

  /** Takes over the consumer; closing it is its last act. */
  FleetLoop(Consumer<byte[], byte[]> consumer, CameraStages stages) {
    this.consumer = consumer;
    this.stages = stages;
    this.loop = new PollLoop(FleetStage.NAME, consumer);
  }

  /** Any thread may ask {@link #run} to return. */
  void close() {
    loop.close();
  }

  /** Returns how it is, to any thread. */
  Health health() {
    String trouble = loop.trouble();
    if (!trouble.isEmpty()) {
      return new Health(State.STARTING, "waits for Kafka: " + trouble);
    }
    if (!joined) {
      return new Health(State.STARTING, "waits for its share of " + Topics.CAMERAS.name());
    }
    return FleetHealth.of(
        partitions.values().stream().flatMap(cameras -> cameras.read().stream()).toList());
  }

  /**
   * Returns after {@link #close}, when no camera is read any more.
   *
   * @throws KafkaException if no repetition can help
   */
  void run() {
    try {
      consumer.subscribe(List.of(Topics.CAMERAS.name()), new Share());
      loop.run(this::turn);
    } finally {
      giveUp(List.copyOf(partitions.keySet()));
      consumer.close(CloseOptions.timeout(LEAVE));
    }
  }

  private void turn() {
    try {
      ConsumerRecords<byte[], byte[]> changes = consumer.poll(POLL);
      loop.polled(changes);
      changes.forEach(this::apply);
      partitions.forEach(this::settle);
    } catch (InvalidOffsetException e) {
      LOG.warn("{} is read anew: {}", Topics.CAMERAS.name(), e.getMessage());
      begin(e.partitions());
    }
  }

  private void apply(ConsumerRecord<byte[], byte[]> change) {
    cameras(new TopicPartition(change.topic(), change.partition())).apply(change);
  }

  /** Before the end of what is there, cameras would come and go that were there once. */
  private void settle(TopicPartition partition, PartitionCameras cameras) {
    if (consumer.currentLag(partition).orElse(1) == 0) {
      cameras.settle();
    }
  }

  private PartitionCameras cameras(TopicPartition partition) {
    return partitions.computeIfAbsent(partition, missing -> new PartitionCameras(stages));
  }

  private void begin(Set<TopicPartition> beginning) {
    beginning.forEach(partition -> cameras(partition).beginAnew());
    if (!beginning.isEmpty()) { // which would mean all
      consumer.seekToBeginning(beginning);
    }
  }

  private void giveUp(Collection<TopicPartition> gone) {
    gone.forEach(partition -> cameras(partition).stop());
    long deadline = System.nanoTime() + LONGEST_END.toNanos();
    try {
      for (TopicPartition partition : gone) {
        cameras(partition).join(deadline);
        partitions.remove(partition);
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** What of the topic is this process's; told inside {@code poll}. */
  private final class Share implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      begin(Set.copyOf(assigned));
      joined = true;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      giveUp(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      joined = false;
      giveUp(lost);
    }
  }
}

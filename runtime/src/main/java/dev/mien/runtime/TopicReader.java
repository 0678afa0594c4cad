// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records of some topics without joining a group, so that looking changes nothing.
 * For one thread, except {@link #wakeup}.
 */
public final class TopicReader implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Cluster cluster;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Makes a reader that has not been asked for anything yet. */
  public TopicReader(Cluster cluster) {
    this.cluster = cluster;
    this.consumer =
        new KafkaConsumer<>(
            settings(cluster), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static Map<String, Object> settings(Cluster cluster) {
    Map<String, ?> defaults =
        Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    Map<String, ?> promises =
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest"); // what is deleted meanwhile is missed, but nothing of what is there
    return cluster.client(defaults, promises);
  }

  /**
   * Goes to the end of the topics, or to their beginning.
   *
   * @throws StageFailure if a topic is not there or the cluster does not answer
   * @throws WakeupException after {@link #wakeup}
   */
  public void open(List<String> topics, boolean fromBeginning) {
    try {
      Set<String> there = topics();
      topics.forEach(topic -> requireTopic(topic, there));
      List<TopicPartition> partitions =
          topics.stream().flatMap(topic -> partitions(topic).stream()).toList();
      consumer.assign(partitions);
      if (fromBeginning) {
        consumer.seekToBeginning(partitions);
      } else {
        consumer.seekToEnd(partitions);
      }
      partitions.forEach(consumer::position); // seeks lazily: resolve now, before anything is sent
    } catch (KafkaException e) {
      throw failure(topics, e);
    }
  }

  /**
   * Reads all that a topic holds now, from its beginning.
   *
   * @param patience in which it must come to the end
   * @throws StageFailure if it does not, or as {@link #open}
   * @throws WakeupException after {@link #wakeup}
   */
  public void readAll(
      String topic, Duration patience, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    open(List.of(topic), true);
    try {
      Map<TopicPartition, Long> ends = ends();
      long deadline = System.nanoTime() + patience.toNanos();
      while (!hasReached(ends)) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException(
              "%s did not come to its end within %d s".formatted(topic, patience.toSeconds()));
        }
        poll(POLL).forEach(taker);
      }
    } catch (KafkaException e) {
      throw failure(List.of(topic), e);
    }
  }

  /**
   * Returns the names of all topics that there are.
   *
   * @throws StageFailure if the cluster does not answer
   * @throws WakeupException after {@link #wakeup}
   */
  public Set<String> topics() {
    try {
      return consumer.listTopics(PATIENCE).keySet();
    } catch (TimeoutException e) {
      throw cluster.noAnswer(e);
    }
  }

  /** Returns what has come, at the latest when the patience is over. */
  public ConsumerRecords<byte[], byte[]> poll(Duration patience) {
    return consumer.poll(patience);
  }

  /** Returns what it reads. */
  public Set<TopicPartition> partitions() {
    return consumer.assignment();
  }

  /** Returns the partitions of any topic. */
  public List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  /** Returns the offset behind the last committed record of each partition. */
  public Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(consumer.assignment());
  }

  /** Returns whether it has read as far as that, in every partition. */
  public boolean hasReached(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  /** Makes {@link #open} or {@link #poll} throw {@link WakeupException}; from any thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }

  private RuntimeException failure(List<String> topics, KafkaException e) {
    if (e instanceof WakeupException) {
      return e;
    }
    return e instanceof TimeoutException
        ? cluster.noAnswer(e)
        : new StageFailure("cannot read " + topics + ": " + e.getMessage(), e);
  }

  private void requireTopic(String topic, Set<String> there) {
    if (!there.contains(topic)) {
      throw new StageFailure(
          "topic '%s' is not on %s; there are: %s"
              .formatted(
                  topic,
                  cluster.bootstrapServers(),
                  there.isEmpty() ? "none" : String.join(", ", there.stream().sorted().toList())));
    }
  }
}

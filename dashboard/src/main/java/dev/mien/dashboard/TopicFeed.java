// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Frame;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.BrokerReachability;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.KafkaMeters;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The one consumer behind all browsers: committed events from now on, and the rates of the history.
 * It joins no group, so that looking changes nothing. For one thread.
 */
final class TopicFeed implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 10_000;

  /** Records that come one by one are fetched together: no browser sees more than a tick. */
  private static final int FETCH_MILLIS = 50;

  private static final int FETCH_BYTES = 64 << 10;

  /** How often it looks whether a topic has got more partitions. */
  private static final int FOLLOW_MILLIS = 60_000;

  private final DashboardConfig config;
  private final Hub hub;
  private final DashboardMetrics metrics;
  private final KafkaMeters meters;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final BrokerReachability connection = new BrokerReachability();
  private long followedMillis;

  TopicFeed(DashboardConfig config, Cluster cluster, Hub hub, DashboardMetrics metrics) {
    this.config = config;
    this.hub = hub;
    this.metrics = metrics;
    Map<String, ?> defaults =
        Map.of(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_BYTES,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MILLIS,
            ConsumerConfig.METADATA_MAX_AGE_CONFIG, FOLLOW_MILLIS,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    Map<String, ?> promises =
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false);
    this.consumer =
        new KafkaConsumer<>(
            cluster.client(defaults, promises),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    this.meters = metrics.of(consumer);
  }

  /** Goes to where the page begins. */
  void open(long nowMillis) {
    List<TopicPartition> rates = partitions(Topics.EMOTION_RATES.name());
    List<TopicPartition> live = live();
    consumer.assign(Stream.concat(rates.stream(), live.stream()).toList());
    consumer.seekToEnd(live);
    seek(rates, nowMillis - config.history().toMillis());
    consumer.assignment().forEach(consumer::position); // seeks lazily: resolve now
    followedMillis = nowMillis;
  }

  /** Brings what has come to the hub, at the latest when the patience is over. */
  void poll(Duration patience, long nowMillis) {
    // Of either sign: the clock may have been set back.
    if (Math.abs(nowMillis - followedMillis) >= FOLLOW_MILLIS) {
      followedMillis = nowMillis;
      follow();
    }
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      metrics.read(record.topic());
      try {
        if (!show(record)) {
          metrics.skipped(record.topic());
        }
      } catch (BadRecord e) {
        metrics.skipped(record.topic()); // whose business it is has made it a dead letter
      }
    }
  }

  /** Returns whether any broker can be reached, as far as the client knows. */
  boolean isConnected() {
    return connection.isThere(consumer.metrics());
  }

  @Override
  public void close() {
    meters.close();
    consumer.close();
  }

  private boolean show(ConsumerRecord<byte[], byte[]> record) throws BadRecord {
    byte @Nullable [] value = record.value();
    if (value == null) {
      return false;
    }
    if (record.topic().equals(Topics.EMOTIONS.name())) {
      Emotion emotion = Wire.read(value, Emotion.class);
      return hub.update((board, now) -> board.add(emotion, now));
    }
    if (record.topic().equals(Topics.EMOTION_RATES.name())) {
      EmotionRate rate = Wire.read(value, EmotionRate.class);
      return hub.update((board, now) -> board.add(rate, now));
    }
    Frame frame = Wire.read(record.headers(), Frame.class);
    return hub.update((board, now) -> board.add(frame, value, now));
  }

  /** Takes new partitions from their beginning: what is in them has come since the last look. */
  private void follow() {
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    List<TopicPartition> added =
        Stream.concat(partitions(Topics.EMOTION_RATES.name()).stream(), live().stream())
            .filter(all::add)
            .toList();
    if (!added.isEmpty()) {
      consumer.assign(all); // keeps the positions of the others
      consumer.seekToBeginning(added);
    }
  }

  private void seek(List<TopicPartition> partitions, long sinceMillis) {
    Map<TopicPartition, Long> times =
        partitions.stream().collect(Collectors.toMap(each -> each, each -> sinceMillis));
    // A partition without a record since then has no offset.
    Map<TopicPartition, @Nullable OffsetAndTimestamp> offsets =
        new HashMap<>(consumer.offsetsForTimes(times));
    for (TopicPartition partition : partitions) {
      @Nullable OffsetAndTimestamp first = offsets.get(partition);
      if (first == null) {
        consumer.seekToEnd(List.of(partition));
      } else {
        consumer.seek(partition, first.offset());
      }
    }
  }

  private List<TopicPartition> live() {
    return Stream.of(Topics.EMOTIONS.name(), Topics.FRAMES.name())
        .filter(topic -> config.showFrames() || !topic.equals(Topics.FRAMES.name()))
        .flatMap(topic -> partitions(topic).stream())
        .toList();
  }

  private List<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }
}

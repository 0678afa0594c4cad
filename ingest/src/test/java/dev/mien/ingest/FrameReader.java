// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.events.BadRecord;
import dev.mien.events.Frame;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies in the frames topic. */
public final class FrameReader {

  private FrameReader() {}

  /** Returns all records of a camera, in the order in which Kafka has them. */
  public static List<ConsumerRecord<String, byte[]>> records(Cluster cluster, String camera) {
    Map<String, Object> config =
        cluster.client(Map.of(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 4 * Topics.MAX_IMAGE_BYTES));
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.FRAMES.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    records.removeIf(record -> !record.key().equals(camera));
    records.sort(Comparator.comparingLong(ConsumerRecord::offset));
    return records;
  }

  /** Returns the frame numbers of those records. */
  static List<Long> numbers(Cluster cluster, String camera) {
    return records(cluster, camera).stream().map(record -> frame(record).number()).toList();
  }

  /** Returns what the header of a record says. */
  public static Frame frame(ConsumerRecord<String, byte[]> record) {
    try {
      return Wire.read(record.headers(), Frame.class);
    } catch (BadRecord e) {
      throw new AssertionError(e);
    }
  }
}

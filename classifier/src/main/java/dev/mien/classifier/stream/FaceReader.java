// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a consumer that does not go to the oldest face by itself, and does it in its place: it
 * would do so without a word, whatever was deleted unread.
 */
final class FaceReader {

  private static final Logger LOG = LoggerFactory.getLogger(FaceReader.class);

  private final Consumer<byte[], byte[]> consumer;
  private final ClassifierMetrics metrics;

  /** Uses the consumer but does not own it. */
  FaceReader(Consumer<byte[], byte[]> consumer, ClassifierMetrics metrics) {
    this.consumer = consumer;
    this.metrics = metrics;
  }

  /** Returns nothing where the next poll begins elsewhere. */
  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      return consumer.poll(timeout);
    } catch (NoOffsetForPartitionException e) {
      consumer.seekToBeginning(e.partitions());
    } catch (LogTruncationException e) {
      goBack(e.divergentOffsets());
      Map<TopicPartition, Long> others = new HashMap<>(e.offsetOutOfRangePartitions());
      others.keySet().removeAll(e.divergentOffsets().keySet());
      skip(others);
    } catch (OffsetOutOfRangeException e) {
      skip(e.offsetOutOfRangePartitions());
    }
    return ConsumerRecords.empty();
  }

  /** To where brokers that lost the end of a partition agree with what was read. */
  private void goBack(Map<TopicPartition, OffsetAndMetadata> agreed) {
    consumer.commitSync(agreed);
    agreed.forEach(consumer::seek);
  }

  private void skip(Map<TopicPartition, Long> wanted) {
    consumer
        .beginningOffsets(wanted.keySet())
        .forEach(
            (partition, oldest) -> skip(partition, wanted.getOrDefault(partition, oldest), oldest));
  }

  /** Commits first: whoever began at the wanted offset again would count the same faces again. */
  private void skip(TopicPartition partition, long wanted, long oldest) {
    consumer.commitSync(Map.of(partition, new OffsetAndMetadata(oldest)));
    consumer.seek(partition, oldest);
    // The oldest face lies before the wanted one where the brokers lost the end of a partition.
    if (oldest > wanted) {
      LOG.warn(
          "Up to {} faces before {}@{} were deleted before they were read: start more classifiers",
          oldest - wanted,
          partition,
          oldest);
      metrics.skipped(oldest - wanted);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.events.Topics;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** How Kafka Streams works for a detector; RATIONALE.md says why. */
final class StreamsSettings {

  /** Frames that wait in memory per partition: enough to keep a thread busy, few enough for 4K. */
  private static final int WAITING_FRAMES = 8;

  private static final int PARTITION_FETCH_BYTES = 4 << 20;

  private StreamsSettings() {}

  static Map<String, Object> of(DetectorConfig config) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads());
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitInterval().toMillis());
    settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, WAITING_FRAMES);
    consumer(settings);
    return settings;
  }

  /** Of the one that reads frames: the one that restores tracks has small records. */
  private static void consumer(Map<String, Object> settings) {
    Map<String, Object> consumer =
        Map.of(
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            WAITING_FRAMES,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            PARTITION_FETCH_BYTES,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            Topics.FRAMES.maxMessageBytes());
    consumer.forEach((name, value) -> settings.put(StreamsConfig.mainConsumerPrefix(name), value));
  }
}

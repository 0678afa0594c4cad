// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.BadRecord;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.RecordTime;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.topics.StoreNames;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code mien.emotions} into {@code mien.emotion-rates}. The records stay in the partition of their
 * camera, so that no repartition topic is needed.
 */
final class RatesTopology {

  /** How long after the end of a window its late events still count, in its camera's time. */
  static final Duration GRACE = Duration.ofSeconds(30);

  /** How often windows that changed are sent. */
  static final Duration UPDATE = Duration.ofSeconds(1);

  static final String EMOTIONS = "emotions";
  static final String COUNTER = "counter";
  static final String WINDOWS = StoreNames.WINDOWS;
  static final String RATES = "rates";
  static final String DEAD_LETTERS = "dead-letters";

  /**
   * Windows are stored by the clock of this machine, too; with times of that, brokers would refuse
   * a changelog that is an hour ahead of theirs.
   */
  private static final Map<String, String> CHANGELOG =
      Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TimestampType.LOG_APPEND_TIME.toString());

  private RatesTopology() {}

  /**
   * Returns the topology.
   *
   * @param window length of a window
   */
  static Topology of(Duration window, RatesMetrics metrics) {
    Windows windows = new Windows(window.toMillis(), GRACE.toMillis());
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            EMOTIONS,
            new RecordTime(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topics.EMOTIONS.name())
        .addProcessor(COUNTER, () -> new EmotionCounter(windows, metrics), EMOTIONS)
        .addStateStore(windows(), COUNTER)
        .addSink(RATES, Topics.EMOTION_RATES.name(), bytes, bytes, COUNTER)
        .addSink(DEAD_LETTERS, Topics.DEAD_LETTERS.name(), bytes, bytes, COUNTER);
  }

  /** With a cache, the changelog gets one record for each camera and commit. */
  private static StoreBuilder<? extends KeyValueStore<String, ?>> windows() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(WINDOWS),
            Serdes.String(),
            Serdes.serdeFrom((topic, windows) -> Wire.write(windows), RatesTopology::read))
        .withCachingEnabled()
        .withLoggingEnabled(CHANGELOG);
  }

  static CameraWindows read(String topic, byte[] json) {
    try {
      return Wire.read(json, CameraWindows.class);
    } catch (BadRecord e) {
      throw new StageFailure(
          "the windows that were counted so far are of another version of Mien (%s): count anew with another --application"
              .formatted(e.getMessage()),
          e);
    }
  }
}

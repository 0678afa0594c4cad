// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.detector.FaceExtractor;
import dev.mien.detector.track.TrackerStateSerde;
import dev.mien.events.Topics;
import dev.mien.runtime.DeadLetters;
import dev.mien.runtime.RecordTime;
import dev.mien.runtime.topics.StoreNames;
import dev.mien.runtime.tracing.Tracing;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code mien.frames} into {@code mien.faces} and {@code mien.dead-letters}, each record with the
 * time of its frame. The tracks of a camera lie in memory and in a changelog topic.
 */
final class DetectorTopology {

  static final String FRAMES = "frames";
  static final String DETECTOR = "detector";
  static final String TRACKS = StoreNames.TRACKS;
  static final String FACES = "faces";
  static final String DEAD_LETTERS = "dead-letters";

  /** A restart reads all of the changelog's last segment, some 400 bytes per frame with a face. */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(8 << 20),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.1");

  private DetectorTopology() {}

  /**
   * Returns the topology.
   *
   * @param committed gives the offset at which a partition goes on, if any
   */
  static Topology of(
      FaceExtractor extractor,
      DetectorMetrics metrics,
      Tracing tracing,
      IntFunction<OptionalLong> committed) {
    DeadLetters deadLetters = new DeadLetters(DetectorStage.NAME);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(),
            FRAMES,
            new RecordTime(),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer(),
            Topics.FRAMES.name())
        .addProcessor(
            DETECTOR,
            () -> new FrameProcessor(extractor, deadLetters, metrics, tracing, committed),
            FRAMES)
        .addStateStore(tracks(), DETECTOR)
        .addSink(FACES, Topics.FACES.name(), bytes, bytes, DETECTOR)
        .addSink(DEAD_LETTERS, Topics.DEAD_LETTERS.name(), bytes, bytes, DETECTOR);
  }

  private static StoreBuilder<? extends KeyValueStore<String, ?>> tracks() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(TRACKS), Serdes.String(), TrackerStateSerde.serde())
        .withCachingDisabled()
        .withLoggingEnabled(CHANGELOG);
  }
}

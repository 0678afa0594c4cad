// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.processor.LogAndSkipOnInvalidTimestamp;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code mien.emotions} into {@code mien.emotion-rates}. All classes of a camera are counted in one
 * tally, so that the records stay in the partition of their camera and no repartition topic is
 * needed. Every commit sends the tallies that changed, all their classes.
 */
final class RatesTopology {

  /** How long after the end of a window its late events still count. */
  static final Duration GRACE = Duration.ofSeconds(30);

  private static final String STORE = "tallies";

  private RatesTopology() {}

  /**
   * Adds the streams.
   *
   * @param window length of a window of capture time
   * @param onBadRecord told of the fault of every dead letter
   */
  static void build(StreamsBuilder builder, Duration window, Consumer<Fault> onBadRecord) {
    Serde<byte[]> bytes = Serdes.ByteArray();
    KStream<byte[], Object> read =
        builder.stream(
                Topics.EMOTIONS.name(),
                Consumed.with(bytes, bytes)
                    .withTimestampExtractor(new LogAndSkipOnInvalidTimestamp()))
            .processValues(() -> new EmotionReader(onBadRecord));
    read.filterNot((camera, value) -> value instanceof Emotion)
        .mapValues(byte[].class::cast)
        .to(Topics.DEAD_LETTERS.name(), Produced.with(bytes, bytes));
    read.filter((camera, value) -> value instanceof Emotion)
        .mapValues(Emotion.class::cast)
        .groupByKey(Grouped.keySerde(bytes))
        .windowedBy(TimeWindows.ofSizeAndGrace(window, GRACE))
        .aggregate(Tally::empty, (camera, emotion, tally) -> tally.plus(emotion), tallies(window))
        .toStream()
        .flatMap(RatesTopology::records)
        .to(Topics.EMOTION_RATES.name(), Produced.with(Serdes.String(), bytes));
  }

  private static Materialized<
          byte[],
          Tally,
          org.apache.kafka.streams.state.WindowStore<org.apache.kafka.common.utils.Bytes, byte[]>>
      tallies(Duration window) {
    return Materialized.<byte[], Tally>as(
            Stores.inMemoryWindowStore(STORE, window.plus(GRACE), window, false))
        .withKeySerde(Serdes.ByteArray())
        .withValueSerde(Serdes.serdeFrom((topic, tally) -> Wire.write(tally), RatesTopology::tally))
        .withCachingEnabled();
  }

  private static List<KeyValue<String, byte[]>> records(Windowed<byte[]> window, Tally tally) {
    String camera = new String(window.key(), StandardCharsets.UTF_8);
    List<EmotionRate> rates =
        tally.rates(
            camera,
            TimeUnit.MILLISECONDS.toMicros(window.window().start()),
            TimeUnit.MILLISECONDS.toMicros(window.window().end()));
    return rates.stream().map(rate -> KeyValue.pair(rate.key(), Wire.write(rate))).toList();
  }

  private static Tally tally(String topic, byte[] json) {
    try {
      return Wire.read(json, Tally.class);
    } catch (BadRecord e) {
      throw new SerializationException("a tally in the state store is broken", e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.mien.events.BadRecord;
import dev.mien.events.CameraId;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Fault;
import dev.mien.events.Wire;
import dev.mien.runtime.DeadLetters;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Counts emotions in the windows of their camera and sends those that changed now and then. */
final class EmotionCounter extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

  /** The end of the year 9999; what is later is no time in milliseconds. */
  private static final long LAST = 253_402_300_799_999L;

  private final Windows windows;
  private final RatesMetrics metrics;
  private final DeadLetters deadLetters = new DeadLetters(RatesStage.NAME);
  private @Nullable KeyValueStore<String, CameraWindows> store;

  private boolean unsent;

  EmotionCounter(Windows windows, RatesMetrics metrics) {
    this.windows = windows;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    store = context.getStateStore(RatesTopology.WINDOWS);
    unsent = true; // perhaps, by who had the store before
    context.schedule(RatesTopology.UPDATE, PunctuationType.WALL_CLOCK_TIME, now -> sendChanged());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    try {
      count(read(record.key(), record.value()), time(record));
    } catch (BadRecord reason) {
      RecordMetadata from = context().recordMetadata().orElseThrow();
      context().forward(deadLetters.of(record, from, reason), RatesTopology.DEAD_LETTERS);
      metrics.deadLetter(reason.fault());
    }
  }

  /** A time that is no number of milliseconds, but of something smaller, has no window. */
  private static long time(Record<byte[], byte[]> record) throws BadRecord {
    if (record.timestamp() > LAST) {
      throw new BadRecord(
          Fault.BROKEN_HEADER,
          "the time of the record is %d, expected milliseconds since 1970"
              .formatted(record.timestamp()));
    }
    return record.timestamp();
  }

  private void count(Emotion emotion, long millis) {
    KeyValueStore<String, CameraWindows> open = Objects.requireNonNull(store);
    String camera = emotion.face().frame().camera();
    @Nullable CameraWindows stored = open.get(camera);
    if (stored != null && stored.size() != windows.size()) { // by a process with another --window
      stored = sendUnsent(camera, stored);
    }
    CameraWindows before =
        stored == null
            ? CameraWindows.empty(windows.size())
            : stored.notAfter(context().currentSystemTimeMs());
    if (before.isLate(millis, windows)) {
      metrics.late();
    } else {
      open.put(camera, before.plus(millis, emotion, windows));
      unsent = true;
      metrics.counted();
    }
  }

  private void sendChanged() {
    if (!unsent) {
      return;
    }
    KeyValueStore<String, CameraWindows> open = Objects.requireNonNull(store);
    Map<String, CameraWindows> changed = new HashMap<>();
    try (KeyValueIterator<String, CameraWindows> all = open.all()) {
      all.forEachRemaining(
          camera -> {
            if (camera.value.hasUnsent()) {
              changed.put(camera.key, camera.value);
            }
          });
    }
    changed.forEach(this::sendUnsent);
    unsent = false;
    context().commit();
  }

  /** Returns what goes on. */
  private CameraWindows sendUnsent(String camera, CameraWindows its) {
    its.byStart()
        .forEach(
            (start, window) -> {
              if (!window.sent()) {
                sendWindow(camera, start, start + its.size(), window.tally(), its.latestMillis());
              }
            });
    CameraWindows left = its.sent(windows);
    Objects.requireNonNull(store).put(camera, left);
    return left;
  }

  private void sendWindow(String camera, long start, long end, Tally tally, long latest) {
    long time = Math.max(start, Math.min(latest, end - 1)); // latest is earlier if set back
    for (EmotionRate rate :
        tally.rates(camera, MILLISECONDS.toMicros(start), MILLISECONDS.toMicros(end))) {
      context()
          .forward(
              new Record<>(rate.key().getBytes(UTF_8), Wire.write(rate), time),
              RatesTopology.RATES);
      metrics.sent();
    }
  }

  private static Emotion read(byte @Nullable [] key, byte @Nullable [] value) throws BadRecord {
    if (value == null || value.length == 0) {
      throw new BadRecord(Fault.EMPTY_VALUE, "the value has no bytes");
    }
    Emotion emotion = Wire.read(value, Emotion.class);
    CameraId.requireKey(key, emotion.face().frame().camera(), Fault.BROKEN_JSON);
    return emotion;
  }
}

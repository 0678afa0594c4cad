// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.runtime.KafkaMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;

/**
 * All meters of an ingest stage, tagged with the camera. When nothing moves,
 *
 * <pre>read = published + dropped (all causes) + pending</pre>
 *
 * and {@code decode} has counted every decoded frame, also those that the cap of the frame rate
 * left out, {@code encode} those that were read. Alert when dropped grows: Kafka or the detectors
 * are too slow or not there. When read stands still, the camera is silent.
 */
public final class IngestMetrics {

  /** Counter of the frames that were read, after the cap of the frame rate. */
  public static final String READ = "mien.ingest.read";

  /** Counter of the frames that Kafka has acknowledged. */
  public static final String PUBLISHED = "mien.ingest.published";

  /** Counter of the bytes of JPEG data that Kafka has acknowledged. */
  public static final String JPEG = "mien.ingest.jpeg";

  /** Counter of the frames that were read but not published, tag {@code cause}. */
  public static final String DROPPED = "mien.ingest.dropped";

  /** Gauge of the encoded frames that wait to be sent. */
  public static final String QUEUE_DEPTH = "mien.ingest.queue.depth";

  /** Gauge of the frames that wait to be sent or acknowledged. */
  public static final String PENDING = "mien.ingest.pending";

  /** Timer of getting a frame from the source, with waiting for a camera. */
  public static final String DECODE = "mien.ingest.decode";

  /** Timer of converting a frame and encoding it as JPEG. */
  public static final String ENCODE = "mien.ingest.encode";

  /** Counter of the attempts to open a live source again that had ended or broken off. */
  public static final String RECONNECTS = "mien.ingest.reconnects";

  /** Gauge: 1 if frames are to come for ever (a camera, a stream, a repeated file), else 0. */
  public static final String LIVE = "mien.ingest.live";

  /** Why a frame that was read is not published. */
  enum Drop {
    /** A newer frame needed its place in the queue: Kafka is too slow. */
    OVERFLOW,
    /** The detectors are too far behind. */
    BEHIND,
    /** The JPEG is larger than a record may be. */
    TOO_LARGE,
    /** Kafka did not take it. */
    UNDELIVERED,
    /** The stage was closed, or had failed, before it could be sent. */
    CLOSED
  }

  private static final String PREFIX = "mien.ingest.";
  private static final Duration[] STEPS = {
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(20),
    Duration.ofMillis(33),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1)
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicInteger pending = new AtomicInteger();
  private final Counter read;
  private final Counter published;
  private final Counter jpegBytes;
  private final Map<Drop, Counter> dropped = new EnumMap<>(Drop.class);
  private final Counter reconnects;
  private final Timer decode;
  private final Timer encode;

  IngestMetrics(MeterRegistry registry, String camera) {
    this.registry = registry;
    tags = Tags.of("camera", camera);
    read = counter(READ, "frames", "Frames read, after the cap of the frame rate", tags);
    published = counter(PUBLISHED, "frames", "Frames that Kafka has acknowledged", tags);
    jpegBytes = counter(JPEG, "bytes", "JPEG data that Kafka has acknowledged", tags);
    for (Drop cause : Drop.values()) {
      String name = cause.name().toLowerCase(Locale.ROOT).replace('_', '-');
      Tags causes = tags.and("cause", name);
      dropped.put(cause, counter(DROPPED, "frames", "Frames read, but not published", causes));
    }
    reconnects =
        Counter.builder(RECONNECTS)
            .description("Attempts to open a live source again")
            .tags(tags)
            .register(registry);
    gauge(QUEUE_DEPTH, "Encoded frames that wait to be sent", queued);
    gauge(PENDING, "Frames read that wait to be sent or acknowledged", pending);
    decode = timer(DECODE, "Time to get a frame from the source, with waiting for a camera");
    encode = timer(ENCODE, "Time to convert a frame to BGR and encode it as JPEG");
  }

  /** Takes away what a stage that has ended has left of a camera. */
  public static void remove(MeterRegistry registry, String camera) {
    registry.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> id.getName().startsWith(PREFIX) && camera.equals(id.getTag("camera")))
        .forEach(registry::remove);
  }

  void read() {
    pending.incrementAndGet();
    read.increment();
  }

  void published(int bytes) {
    pending.decrementAndGet();
    published.increment();
    jpegBytes.increment(bytes);
  }

  void dropped(Drop cause) {
    pending.decrementAndGet();
    counter(cause).increment();
  }

  void reconnects() {
    reconnects.increment();
  }

  /** Shows whether frames are to come for ever. */
  void live(boolean endless) {
    Gauge.builder(LIVE, () -> endless ? 1 : 0)
        .description("1 if frames are to come for ever, else 0")
        .tags(tags)
        .register(registry);
  }

  void queued(int frames) {
    queued.set(frames);
  }

  /** Returns the meters of the producer that sends the frames, for the caller to close. */
  KafkaMeters of(Producer<?, ?> producer) {
    return KafkaMeters.of(producer, registry);
  }

  /** Returns the time that getting a frame takes. */
  Timer decode() {
    return decode;
  }

  /** Returns the time that encoding a frame takes. */
  Timer encode() {
    return encode;
  }

  private Counter counter(Drop cause) {
    Counter counter = dropped.get(cause);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + cause);
    }
    return counter;
  }

  private Counter counter(String name, String unit, String description, Tags counterTags) {
    return Counter.builder(name)
        .description(description)
        .baseUnit(unit)
        .tags(counterTags)
        .register(registry);
  }

  private void gauge(String name, String description, AtomicInteger value) {
    Gauge.builder(name, value, AtomicInteger::get)
        .description(description)
        .baseUnit("frames")
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .serviceLevelObjectives(STEPS)
        .tags(tags)
        .register(registry);
  }
}

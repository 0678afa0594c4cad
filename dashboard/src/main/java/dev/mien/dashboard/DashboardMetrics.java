// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.KafkaMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * All meters of the live page. An event is counted as sent once for every browser; {@code sent +
 * lost} is what all browsers together should have had since their first snapshots. The only tag,
 * {@code topic}, is one of the three that are read.
 */
public final class DashboardMetrics {

  /** Gauge of the browsers that look. */
  public static final String BROWSERS = "mien.dashboard.browsers";

  /** Counter of the emotion events that were sent, over all browsers. */
  public static final String SENT = "mien.dashboard.sent";

  /** Counter of the emotion events that slow browsers did not get. */
  public static final String LOST = "mien.dashboard.lost";

  /** Counter of the browsers that found no room. */
  public static final String REFUSED = "mien.dashboard.refused";

  /** Counter of the pictures that were served. */
  public static final String FRAMES = "mien.dashboard.frames";

  /** Counter of the records that were read, tag {@code topic}. */
  public static final String RECORDS = "mien.dashboard.records";

  /** Counter of the records that are not shown, tag {@code topic}. */
  public static final String SKIPPED = "mien.dashboard.skipped";

  private final MeterRegistry registry;
  private final Counter sent;
  private final Counter lost;
  private final Counter refused;
  private final Counter frames;

  DashboardMetrics(MeterRegistry registry) {
    this.registry = registry;
    sent = counter(SENT, "Emotion events that browsers were told of, over all browsers", "events");
    lost = counter(LOST, "Emotion events that slow browsers were not told of", "events");
    refused = counter(REFUSED, "Browsers that found no room", "browsers");
    frames = counter(FRAMES, "Pictures of cameras that were served", "frames");
    for (Topic topic : List.of(Topics.EMOTIONS, Topics.EMOTION_RATES, Topics.FRAMES)) {
      records(topic.name());
      skips(topic.name());
    }
  }

  void watch(Hub hub) {
    Gauge.builder(BROWSERS, hub, Hub::browsers)
        .description("Browsers that look at the page")
        .baseUnit("browsers")
        .register(registry);
  }

  void sent(long events) {
    sent.increment((double) events);
  }

  void lost(long events) {
    lost.increment((double) events);
  }

  void refused() {
    refused.increment();
  }

  void frame() {
    frames.increment();
  }

  void read(String topic) {
    records(topic).increment();
  }

  void skipped(String topic) {
    skips(topic).increment();
  }

  /** Gives Kafka's own meters of the consumer to the registry. */
  KafkaMeters of(Consumer<?, ?> consumer) {
    return KafkaMeters.of(consumer, registry);
  }

  private Counter records(String topic) {
    return byTopic(RECORDS, "Records that were read", topic);
  }

  private Counter skips(String topic) {
    return byTopic(
        SKIPPED,
        "Records that are not shown: unreadable, of a camera too many or the future",
        topic);
  }

  private Counter byTopic(String name, String description, String topic) {
    return Counter.builder(name)
        .description(description)
        .baseUnit("records")
        .tag("topic", topic)
        .register(registry);
  }

  private Counter counter(String name, String description, String unit) {
    return Counter.builder(name).description(description).baseUnit(unit).register(registry);
  }
}

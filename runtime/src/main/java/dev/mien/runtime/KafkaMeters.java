// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * The meters of one client of Kafka, kept up to date in a thread of their own until they are
 * closed. New ones, such as the lag of a partition, come within {@value #REFRESH_SECONDS} s.
 */
public final class KafkaMeters implements AutoCloseable {

  static final int REFRESH_SECONDS = 10;

  private static final Duration REFRESH = Duration.ofSeconds(REFRESH_SECONDS);
  private static final List<Tag> NO_TAGS = List.of();
  private static final String PREFIX = "kafka.";
  private static final String BY_TOPIC = "kafka.consumer.fetch.manager.";

  /** The meters that the dashboards and alerts use; Kafka has some 250 for each client. */
  public static final Set<String> SHOWN =
      Set.of(
          "kafka.consumer.fetch.manager.records.lag",
          "kafka.consumer.fetch.manager.records.consumed.total",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.connection.creation.total",
          "kafka.producer.connection.creation.total",
          "kafka.producer.record.send.total",
          "kafka.producer.record.retry.total",
          "kafka.producer.record.error.total",
          "kafka.producer.request.latency.avg",
          "kafka.stream.alive.stream.threads",
          "kafka.stream.failed.stream.threads",
          "kafka.stream.thread.poll.ratio",
          "kafka.stream.thread.process.ratio",
          "kafka.stream.thread.commit.ratio");

  private final ScheduledExecutorService refresher =
      Executors.newSingleThreadScheduledExecutor(KafkaMeters::daemon);
  private final Runnable closing;

  private <B extends MeterBinder> KafkaMeters(
      Function<ScheduledExecutorService, B> binders,
      java.util.function.Consumer<B> closer,
      MeterRegistry registry) {
    B binder = binders.apply(refresher);
    closing = () -> closer.accept(binder);
    binder.bindTo(registry);
  }

  /** Gives the meters of a consumer to a registry. */
  public static KafkaMeters of(Consumer<?, ?> consumer, MeterRegistry registry) {
    return new KafkaMeters(
        refresher -> new KafkaClientMetrics(consumer, NO_TAGS, refresher, REFRESH),
        KafkaClientMetrics::close,
        registry);
  }

  /** Gives the meters of a producer to a registry. */
  public static KafkaMeters of(Producer<?, ?> producer, MeterRegistry registry) {
    return new KafkaMeters(
        refresher -> new KafkaClientMetrics(producer, NO_TAGS, refresher, REFRESH),
        KafkaClientMetrics::close,
        registry);
  }

  /** Gives the meters of a Kafka Streams application and its clients to a registry. */
  public static KafkaMeters of(KafkaStreams streams, MeterRegistry registry) {
    return new KafkaMeters(
        refresher -> new KafkaStreamsMetrics(streams, NO_TAGS, refresher, REFRESH),
        KafkaStreamsMetrics::close,
        registry);
  }

  /**
   * Returns a filter that keeps the number of series in bounds: {@link #SHOWN} meters, and of those
   * that Kafka has for each partition the ones of Mien's topics.
   */
  static MeterFilter filter() {
    return MeterFilter.deny(KafkaMeters::hidden);
  }

  private static boolean hidden(Meter.Id id) {
    String name = id.getName();
    return name.startsWith(PREFIX)
        && (!SHOWN.contains(name) || (name.startsWith(BY_TOPIC) && !isOfMien(id)));
  }

  /** Kafka gives each of them without a topic, too, and with the dots of its topic replaced. */
  private static boolean isOfMien(Meter.Id id) {
    String topic = id.getTag("topic");
    return topic != null && topic.startsWith("mien.");
  }

  /** Takes the meters away. */
  @Override
  public void close() {
    refresher.shutdownNow();
    closing.run();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "mien-kafka-meters");
    thread.setDaemon(true);
    return thread;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import dev.mien.runtime.streams.StreamsRun;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Reads {@code mien.emotions}, writes {@code mien.emotion-rates}, exactly once, updated every
 * second. Its windows lie in memory and in a changelog topic, so that a restart goes on with them.
 */
public final class RatesStage implements Stage {

  static final String NAME = "rates";

  /** Counts are committed when they are sent; this is for bad and late events alone. */
  private static final int COMMIT_MILLIS = 5_000;

  private final RatesConfig config;
  private final Cluster cluster;
  private final RatesMetrics metrics;
  private final StreamsRun streams;

  /** Does nothing before {@link #start}. */
  public RatesStage(RatesConfig config, Cluster cluster, MeterRegistry registry) {
    this.config = config;
    this.cluster = cluster;
    this.metrics = new RatesMetrics(registry);
    this.streams = new StreamsRun(NAME, "counts " + Topics.EMOTIONS.name(), cluster, registry);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start() {
    streams.start(
        config.application(),
        Delivery.EXACTLY_ONCE,
        Map.of(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MILLIS),
        this::topology);
  }

  private Topology topology() {
    TopicAdmin.require(cluster, Topics.EMOTIONS, Topics.EMOTION_RATES, Topics.DEAD_LETTERS);
    return RatesTopology.of(config.window(), metrics);
  }

  @Override
  public Health health() {
    return streams.health();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    streams.awaitEnd();
  }

  @Override
  public void close() {
    streams.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import dev.mien.classifier.stream.KafkaFailures;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code mien.emotions}, writes {@code mien.emotion-rates}, exactly once, updated every
 * second. Its windows lie in memory and in a changelog topic, so that a restart goes on with them.
 */
public final class RatesStage implements Stage {

  static final String NAME = "rates";

  private static final Logger LOG = LoggerFactory.getLogger(RatesStage.class);
  private static final int UPDATE_MILLIS = 1_000;
  private static final Duration CLOSE = Duration.ofSeconds(30);

  private final RatesConfig config;
  private final Cluster cluster;
  private final RatesMetrics metrics;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile Health health = new Health(State.STARTING, "not started");
  private @Nullable KafkaStreams streams;

  /** Does nothing before {@link #start}. */
  public RatesStage(RatesConfig config, Cluster cluster, MeterRegistry registry) {
    this.config = config;
    this.cluster = cluster;
    this.metrics = new RatesMetrics(registry);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized void start() {
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      admin.require(List.of(Topics.EMOTIONS, Topics.EMOTION_RATES, Topics.DEAD_LETTERS));
    }
    StreamsBuilder builder = new StreamsBuilder();
    RatesTopology.build(builder, config.window(), metrics::deadLetter);
    KafkaStreams starting = new KafkaStreams(builder.build(), properties());
    starting.setStateListener((now, before) -> changed(now));
    starting.setUncaughtExceptionHandler(this::failed);
    streams = starting;
    starting.start();
  }

  @Override
  public Health health() {
    return health;
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw new StageFailure("emotion rates failed: " + e.getCause(), e.getCause());
    }
  }

  @Override
  public synchronized void close() {
    if (streams != null) {
      streams.close(
          CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(CLOSE));
      streams.cleanUp();
      streams = null;
    }
    end.complete(null);
  }

  private void changed(KafkaStreams.State now) {
    if (health.live()) {
      health =
          switch (now) {
            case RUNNING -> new Health(State.READY, "counts " + Topics.EMOTIONS.name());
            case NOT_RUNNING, PENDING_SHUTDOWN -> new Health(State.ENDED, "closed");
            default -> new Health(State.STARTING, "Kafka Streams is " + now);
          };
    }
  }

  private StreamThreadExceptionResponse failed(Throwable failure) {
    if (!KafkaFailures.areFinal(failure)) {
      LOG.warn("Counting goes on from the last commit: {}", failure.toString());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("Emotion rates fail", failure);
    health = new Health(State.FAILED, String.valueOf(failure.getMessage()));
    end.completeExceptionally(failure);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private Properties properties() {
    Map<String, Object> defaults = new HashMap<>();
    defaults.put(StreamsConfig.APPLICATION_ID_CONFIG, config.application());
    defaults.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    defaults.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, UPDATE_MILLIS);
    defaults.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory().toString());
    defaults.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        Delivery.TAKEOVER_MILLIS);
    Delivery.EXACTLY_ONCE
        .producerSettings()
        .forEach((name, value) -> defaults.put(StreamsConfig.producerPrefix(name), value));
    Properties properties = new Properties();
    properties.putAll(cluster.client(defaults));
    return properties;
  }

  /** Streams locks a directory even for stores in memory; each process has its own. */
  private static Path stateDirectory() {
    try {
      return Files.createTempDirectory("mien-rates");
    } catch (IOException e) {
      throw new StageFailure("no directory can be made for temporary files: " + e, e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import dev.mien.runtime.Health.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka Streams application of one stage: how it is, what becomes of its errors, and the
 * directory and meters that belong to it. Any thread may call any method.
 */
public final class StreamsRun {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsRun.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String stage;
  private final String work;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile Health health = new Health(State.STARTING, "not started");
  private @Nullable Path directory;
  private @Nullable KafkaStreams streams;
  private @Nullable KafkaStreamsMetrics meters;

  /**
   * Does nothing before {@link #start}.
   *
   * @param stage name of the stage
   * @param work that it does while it is ready, for its health, for example {@code reads
   *     mien.frames}
   */
  public StreamsRun(String stage, String work) {
    this.stage = stage;
    this.work = work;
  }

  /**
   * Starts the threads.
   *
   * @param settings of Kafka Streams beside those that follow from the delivery
   * @param registry gets the meters of the clients
   */
  public synchronized void start(
      Topology topology,
      Delivery delivery,
      Map<String, Object> settings,
      Cluster cluster,
      MeterRegistry registry) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putAll(of(delivery));
    directory = temporaryDirectory();
    all.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    Properties properties = new Properties();
    properties.putAll(cluster.client(all));
    KafkaStreams starting = new KafkaStreams(topology, properties);
    streams = starting;
    meters = new KafkaStreamsMetrics(starting);
    meters.bindTo(registry);
    starting.setStateListener((now, before) -> changed(now));
    starting.setUncaughtExceptionHandler(this::failed);
    starting.start();
  }

  /** Returns how it is, now. */
  public Health health() {
    return health;
  }

  /**
   * Waits for {@link #close}.
   *
   * @throws StageFailure if it ended because something failed
   */
  public void awaitEnd() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw KafkaFailures.explained(stage, e);
    }
  }

  /**
   * Commits what is done and leaves the group, so that others take over at once. Later calls do
   * nothing.
   *
   * @return whether all threads have ended; if not, what they use must not be freed
   */
  public synchronized boolean close() {
    boolean ended = streams == null || close(streams);
    streams = null;
    if (health.live()) {
      health = new Health(State.ENDED, "closed");
    }
    end.complete(null);
    return ended;
  }

  private boolean close(KafkaStreams closing) {
    if (meters != null) {
      meters.close();
    }
    boolean ended =
        closing.close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(PATIENCE));
    if (ended) {
      closing.cleanUp();
      deleteDirectory();
    } else {
      LOG.warn("The {} has not ended after {} s", stage, PATIENCE.toSeconds());
    }
    return ended;
  }

  private void changed(KafkaStreams.State now) {
    if (health.live()) {
      health =
          switch (now) {
            case RUNNING -> new Health(State.READY, work);
            case NOT_RUNNING, PENDING_SHUTDOWN -> new Health(State.ENDED, "closed");
            default -> new Health(State.STARTING, "Kafka Streams is " + now);
          };
    }
  }

  private StreamThreadExceptionResponse failed(Throwable failure) {
    if (KafkaFailures.mayPass(failure)) {
      LOG.warn("The {} goes on from its last commit after: {}", stage, failure.toString());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    StageFailure explained = KafkaFailures.explained(stage, failure);
    LOG.error("The {} fails", stage, failure);
    health = new Health(State.FAILED, String.valueOf(explained.getMessage()));
    end.completeExceptionally(explained);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private static Map<String, Object> of(Delivery delivery) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
        delivery == Delivery.EXACTLY_ONCE
            ? StreamsConfig.EXACTLY_ONCE_V2
            : StreamsConfig.AT_LEAST_ONCE);
    // What a stage stores is small: who gets a task restores it at once, without a warm-up.
    settings.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, Long.MAX_VALUE);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        Delivery.TAKEOVER_MILLIS);
    delivery
        .producerSettings()
        .forEach((name, value) -> settings.put(StreamsConfig.producerPrefix(name), value));
    return settings;
  }

  /** Streams locks a directory even for stores in memory; each process has its own. */
  private Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("mien-" + stage);
    } catch (IOException e) {
      throw new StageFailure("no directory can be made for temporary files: " + e, e);
    }
  }

  private void deleteDirectory() {
    try {
      if (directory != null) {
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be deleted: {}", directory, e.toString());
    }
  }
}

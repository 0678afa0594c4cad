// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.streams;

import dev.mien.runtime.BrokerReachability;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.KafkaMeters;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.StageLife;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka Streams application of one stage: how it is, what becomes of its errors, and the meters
 * that belong to it. Its stores lie in memory. Any thread may call any method.
 */
public final class StreamsRun {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsRun.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String stage;
  private final String work;
  private final Cluster cluster;
  private final MeterRegistry registry;
  private final KafkaClientSupplier clients;
  private final BrokerReachability connection = new BrokerReachability();
  private final StageLife life;
  private volatile @Nullable KafkaStreams streams;
  private @Nullable StreamsThreads threads;
  private @Nullable KafkaMeters meters;

  /**
   * Does nothing before {@link #start}.
   *
   * @param stage name of the stage
   * @param work that it does while it is ready, for its health, for example {@code reads
   *     mien.frames}
   * @param registry gets the meters of the clients
   */
  public StreamsRun(String stage, String work, Cluster cluster, MeterRegistry registry) {
    this(stage, work, cluster, registry, new DefaultKafkaClientSupplier());
  }

  StreamsRun(
      String stage,
      String work,
      Cluster cluster,
      MeterRegistry registry,
      KafkaClientSupplier clients) {
    this.stage = stage;
    this.life = new StageLife(stage);
    this.work = work;
    this.cluster = cluster;
    this.registry = registry;
    this.clients = clients;
  }

  /**
   * Starts the threads, unless it was closed before.
   *
   * @param application id of Kafka Streams
   * @param defaults of Kafka Streams for this stage beside those of every stage
   * @param topology makes what it runs, after a look whether all is there that it needs
   * @throws StageFailure if it cannot begin; then its health and {@link #awaitEnd} say so, too
   */
  public synchronized void start(
      String application,
      Delivery delivery,
      Map<String, ?> defaults,
      Supplier<? extends Topology> topology) {
    life.begin(
        () -> {
          StreamsConfig config = // whose mistakes are told without asking Kafka for anything
              new StreamsConfig(StreamsProperties.of(application, delivery, defaults, cluster));
          begin(topology.get(), config);
        });
  }

  private void begin(Topology topology, StreamsConfig config) {
    KafkaStreams starting = new KafkaStreams(topology, config, clients);
    streams = starting;
    meters = KafkaMeters.of(starting, registry);
    starting.setStateListener((now, before) -> changed(now));
    starting.setUncaughtExceptionHandler(this::failed);
    starting.start();
    threads = StreamsThreads.keep(starting, config, this::noThread);
  }

  /** Returns how it is, now. One that works needs Kafka, which tells nobody that it is gone. */
  public Health health() {
    Health now = life.health();
    @Nullable KafkaStreams running = streams;
    return !now.ready() || running == null || connection.isThere(running.metrics())
        ? now
        : new Health(State.STARTING, "waits for Kafka at " + cluster.bootstrapServers());
  }

  /**
   * Waits for {@link #close}.
   *
   * @throws StageFailure if it ended because something failed
   */
  public void awaitEnd() throws InterruptedException {
    life.awaitEnd();
  }

  /**
   * Commits what is done and leaves the group, so that others take over at once. Later calls do
   * nothing.
   *
   * @return whether all threads have ended; if not, what they use must not be freed
   */
  public synchronized boolean close() {
    @Nullable KafkaStreams closing = streams;
    try {
      return closing == null || close(closing);
    } finally {
      streams = null;
      life.close();
    }
  }

  private boolean close(KafkaStreams closing) {
    if (threads != null) {
      threads.close();
    }
    if (meters != null) {
      meters.close();
    }
    boolean ended =
        closing.close(
            CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
                .withTimeout(PATIENCE));
    if (!ended) {
      LOG.warn("The stage '{}' has not ended after {} s", stage, PATIENCE.toSeconds());
    }
    return ended;
  }

  private void changed(KafkaStreams.State now) {
    if (now == KafkaStreams.State.RUNNING) {
      LOG.info("Ready: the stage '{}' {}", stage, work);
    }
    switch (now) {
      case RUNNING -> life.become(State.READY, work);
      case NOT_RUNNING, PENDING_SHUTDOWN -> life.become(State.ENDED, "closed");
      default -> life.become(State.STARTING, "Kafka Streams is " + now);
    }
  }

  private StreamThreadExceptionResponse failed(Throwable failure) {
    if (KafkaFailures.mayPass(failure)) {
      LOG.warn("The stage '{}' goes on from its last commit after: {}", stage, failure.toString());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.error("The stage '{}' fails", stage, failure);
    life.fail(failure);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void noThread(RuntimeException failure) {
    if (KafkaFailures.mayPass(failure)) {
      LOG.debug("The stage '{}' waits for Kafka to replace a thread", stage, failure);
    } else {
      LOG.error("The stage '{}' fails", stage, failure);
      life.fail(failure);
    }
  }
}

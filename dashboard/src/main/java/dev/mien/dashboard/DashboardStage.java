// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import static java.util.Objects.requireNonNull;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageEnd;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code mien.emotions}, {@code mien.emotion-rates} and, if frames are shown, {@code
 * mien.frames}, and serves them as a live page. It writes nothing, to Kafka or to a disk.
 */
public final class DashboardStage implements Stage {

  static final String NAME = "dashboard";

  private static final Logger LOG = LoggerFactory.getLogger(DashboardStage.class);

  /** How often browsers hear of changes: as often as eyes can follow. */
  private static final Duration TICK = Duration.ofMillis(100);

  private final DashboardConfig config;
  private final Cluster cluster;
  private final InstantSource clock = InstantSource.system();
  private final DashboardMetrics metrics;
  private final Hub hub;
  private final PageServer server;
  private final StageEnd end = new StageEnd(NAME);
  private final AtomicReference<Health> health =
      new AtomicReference<>(new Health(State.STARTING, "not started"));
  private volatile boolean closed;
  private @Nullable Thread reader;

  /** Does nothing before {@link #start}. */
  public DashboardStage(DashboardConfig config, Cluster cluster, MeterRegistry registry) {
    this.config = config;
    this.cluster = cluster;
    this.metrics = new DashboardMetrics(registry);
    this.hub = new Hub(config, clock, metrics);
    this.server = new PageServer(config, hub, metrics);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Returns the address of the page once it has started. */
  public URI address() {
    return server.address();
  }

  @Override
  public synchronized void start() {
    if (closed) {
      return;
    }
    try {
      requireTopics();
      TopicFeed feed = new TopicFeed(config, cluster, hub, metrics);
      try {
        feed.open(clock.millis());
        server.start();
      } catch (RuntimeException e) {
        feed.close();
        throw e;
      }
      ready();
      reader = new Thread(() -> run(feed), "mien-" + NAME);
      reader.start();
      LOG.info("Page at {}", server.address());
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public Health health() {
    return requireNonNull(health.get());
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  @Override
  public synchronized void close() {
    closed = true;
    hub.close();
    server.close();
    if (reader == null) {
      ended();
    }
    end.join();
  }

  private void run(TopicFeed feed) {
    try (feed) {
      while (!closed) {
        turn(feed);
      }
      ended();
    } catch (RuntimeException | Error e) {
      LOG.error("The dashboard fails", e);
      failed(e);
    }
  }

  private void turn(TopicFeed feed) {
    try {
      long until = System.nanoTime() + TICK.toNanos();
      for (long left = TICK.toNanos(); left > 0; left = until - System.nanoTime()) {
        feed.poll(Duration.ofNanos(left), clock.millis());
      }
      if (feed.isConnected()) {
        ready();
      } else {
        waits("no connection to Kafka at " + cluster.bootstrapServers());
      }
    } catch (KafkaException e) {
      if (!KafkaFailures.mayPass(e)) {
        throw e;
      }
      waits("waits for Kafka: " + e.getMessage());
    }
    hub.tick();
  }

  private void ready() {
    health.set(new Health(State.READY, "serves " + server.address()));
    hub.trouble("");
  }

  private void waits(String reason) {
    if (health().ready()) {
      LOG.warn("The dashboard has {}", reason);
    }
    health.set(new Health(State.STARTING, reason));
    hub.trouble(reason);
  }

  private void ended() {
    if (end.complete()) {
      health.set(new Health(State.ENDED, "closed"));
    }
  }

  private StageFailure failed(Throwable reason) {
    StageFailure failure = KafkaFailures.explained(NAME, reason);
    health.set(new Health(State.FAILED, String.valueOf(failure.getMessage())));
    hub.trouble(health().detail());
    hub.tick();
    end.fail(failure);
    return failure;
  }

  private void requireTopics() {
    List<Topic> topics =
        config.showFrames()
            ? List.of(Topics.EMOTIONS, Topics.EMOTION_RATES, Topics.FRAMES)
            : List.of(Topics.EMOTIONS, Topics.EMOTION_RATES);
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      admin.require(topics);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageLife;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.KafkaException;
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
  private final StageLife life = new StageLife(NAME);

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
  public void start() {
    life.begin(this::begin);
  }

  private void begin() {
    requireTopics();
    TopicFeed feed = new TopicFeed(config, cluster, hub, metrics);
    try {
      feed.open(clock.millis());
      server.start();
      ready();
      life.work("mien-" + NAME, () -> run(feed), this::stop);
    } catch (RuntimeException | Error e) {
      stop();
      feed.close();
      throw e;
    }
    LOG.info("Page at {}", server.address());
  }

  @Override
  public Health health() {
    return life.health();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    life.awaitEnd();
  }

  @Override
  public void close() {
    life.close();
  }

  private void stop() {
    hub.close();
    server.close();
  }

  private void run(TopicFeed feed) {
    try (feed) {
      while (!life.isClosed()) {
        turn(feed);
      }
    } catch (RuntimeException | Error e) {
      hub.trouble(String.valueOf(KafkaFailures.explained(NAME, e).getMessage()));
      hub.tick();
      throw e;
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
    life.become(State.READY, "serves " + server.address());
    hub.trouble("");
  }

  private void waits(String reason) {
    if (health().ready()) {
      LOG.warn("The dashboard has {}", reason);
    }
    life.become(State.STARTING, reason);
    hub.trouble(reason);
  }

  private void requireTopics() {
    List<Topic> topics =
        config.showFrames()
            ? List.of(Topics.EMOTIONS, Topics.EMOTION_RATES, Topics.FRAMES)
            : List.of(Topics.EMOTIONS, Topics.EMOTION_RATES);
    TopicAdmin.require(cluster, topics, "");
  }
}

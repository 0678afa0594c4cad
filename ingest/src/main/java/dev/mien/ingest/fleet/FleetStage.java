// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Camera;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestMetrics;
import dev.mien.ingest.IngestStage;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.GroupSharing;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.KafkaMeters;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageEnd;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the cameras of {@code mien.cameras}, as they are added, changed and removed. Processes of
 * one group share them by the partitions of that topic; the cameras of one that ends go to the
 * others.
 */
public final class FleetStage implements Stage {

  private static final Logger LOG = LoggerFactory.getLogger(FleetStage.class);
  private static final String NAME = "ingest";

  private final FleetConfig config;
  private final Cluster cluster;
  private final MeterRegistry registry;
  private final Tracing tracing;
  private final StageEnd end = new StageEnd(NAME);
  private volatile @Nullable FleetLoop loop;
  private volatile boolean closed;
  private volatile @Nullable Health over;

  /**
   * Prepares a stage; nothing is opened yet.
   *
   * @param cluster where the cameras are named and the frames go
   * @param registry gets the meters of every camera for as long as it is read
   * @param tracing gets a span of each frame; it stays the caller's
   */
  public FleetStage(FleetConfig config, Cluster cluster, MeterRegistry registry, Tracing tracing) {
    this.config = config;
    this.cluster = cluster;
    this.registry = registry;
    this.tracing = tracing;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized void start() {
    if (closed) {
      return;
    }
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.require(List.of(Topics.CAMERAS, Topics.FRAMES));
      KafkaConsumer<byte[], byte[]> consumer = consumer();
      FleetLoop starting = new FleetLoop(consumer, new Stages());
      loop = starting;
      new Thread(() -> run(starting, consumer), "mien-fleet").start();
    } catch (RuntimeException | Error e) {
      if (closed) {
        LOG.info("Closed before it had started: {}", e.toString());
        return;
      }
      throw failed(e);
    }
  }

  @SuppressWarnings("try") // the meters work by being there
  private void run(FleetLoop running, KafkaConsumer<byte[], byte[]> consumer) {
    try {
      try (KafkaMeters meters = KafkaMeters.of(consumer, registry)) {
        running.run();
      }
      ended();
    } catch (RuntimeException | Error e) {
      LOG.error("The cameras are not read any more", e);
      failed(e);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        cluster.client(
            GroupSharing.defaults(cluster),
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                config.group(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none")), // see FleetLoop
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  @Override
  public Health health() {
    Health last = over;
    if (last != null) {
      return last;
    }
    FleetLoop running = loop;
    return running == null ? new Health(State.STARTING, "not started") : running.health();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    end.await();
  }

  /** Stops all cameras, which may take as long as one may that is being opened. */
  @Override
  public void close() {
    closed = true; // for start, which has the lock for as long as it waits for Kafka
    finish();
  }

  private synchronized void finish() {
    FleetLoop running = loop;
    if (running == null) {
      ended();
    } else {
      running.close();
      end.join();
    }
  }

  private void ended() {
    if (over == null) {
      over = new Health(State.ENDED, "closed");
    }
    end.complete();
  }

  private StageFailure failed(Throwable reason) {
    StageFailure failure = KafkaFailures.explained(NAME, reason);
    over = new Health(State.FAILED, String.valueOf(failure.getMessage()));
    end.fail(failure);
    return failure;
  }

  private final class Stages implements CameraStages {

    /** What an attempt before has left does not tell how this one is. */
    @Override
    public Stage create(Camera camera) {
      forget(camera);
      return new IngestStage(config.of(camera), cluster, registry, tracing);
    }

    @Override
    public void forget(Camera camera) {
      IngestMetrics.remove(registry, camera.camera());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Camera;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestMetrics;
import dev.mien.ingest.IngestStage;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.GroupDefaults;
import dev.mien.runtime.Health;
import dev.mien.runtime.KafkaMeters;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageLife;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cameras of {@code mien.cameras}, as they are added, changed and removed. Processes of
 * one group share them by the partitions of that topic; the cameras of one that ends go to the
 * others.
 */
public final class FleetStage implements Stage {

  static final String NAME = "ingest";

  private final FleetConfig config;
  private final Cluster cluster;
  private final MeterRegistry registry;
  private final Tracing tracing;
  private final StageLife life = new StageLife(NAME);
  private volatile @Nullable FleetLoop loop;

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
  public void start() {
    life.begin(this::begin);
  }

  private void begin() {
    TopicAdmin.require(cluster, Topics.CAMERAS, Topics.FRAMES);
    KafkaConsumer<byte[], byte[]> consumer = consumer();
    FleetLoop starting = new FleetLoop(consumer, new Stages());
    loop = starting;
    life.work("mien-fleet", () -> run(starting, consumer), starting::close);
  }

  @SuppressWarnings("try") // the meters work by being there
  private void run(FleetLoop running, KafkaConsumer<byte[], byte[]> consumer) {
    try (KafkaMeters meters = KafkaMeters.of(consumer, registry)) {
      running.run();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        cluster.client(
            GroupDefaults.of(cluster),
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
    FleetLoop running = loop;
    return running == null || life.isOver() ? life.health() : running.health();
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    life.awaitEnd();
  }

  /** Stops all cameras, which may take as long as one may that is being opened. */
  @Override
  public void close() {
    life.close();
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

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.detector.FaceDetector;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import dev.mien.runtime.streams.StreamsRun;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code mien.frames}, writes {@code mien.faces}. More stages of the same application share
 * the cameras.
 */
public final class DetectorStage implements Stage {

  static final String NAME = "detector";

  private final DetectorConfig config;
  private final Cluster cluster;
  private final DetectorMetrics metrics;
  private final Tracing tracing;
  private final StreamsRun streams;
  private @Nullable FaceDetector detector;
  private @Nullable CommittedOffsets committed;

  /** Traces nothing, and does nothing before {@link #start}. */
  public DetectorStage(DetectorConfig config, Cluster cluster, MeterRegistry registry) {
    this(config, cluster, registry, Tracing.OFF);
  }

  /**
   * Does nothing before {@link #start}.
   *
   * @param tracing gets a span of each frame; it stays the caller's
   */
  public DetectorStage(
      DetectorConfig config, Cluster cluster, MeterRegistry registry, Tracing tracing) {
    this.config = config;
    this.cluster = cluster;
    this.tracing = tracing;
    this.metrics = new DetectorMetrics(registry);
    this.streams = new StreamsRun(NAME, "reads " + Topics.FRAMES.name(), cluster, registry);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized void start() {
    streams.start(
        config.application(), config.delivery(), StreamsSettings.of(config), this::topology);
  }

  private Topology topology() {
    TopicAdmin.require(cluster, Topics.FRAMES, Topics.FACES, Topics.DEAD_LETTERS);
    FaceDetector mtcnn = Mtcnn.open(config.mtcnn(), metrics.nets());
    detector = mtcnn;
    FaceExtractor extractor = new FaceExtractor(mtcnn, config.tracker(), metrics.steps());
    CommittedOffsets offsets = new CommittedOffsets(config.application(), cluster);
    committed = offsets;
    return DetectorTopology.of(extractor, metrics, tracing, offsets);
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
  public synchronized void close() {
    // Networks that are still in use must not be freed; the process ends soon anyway.
    if (streams.close() && detector != null) {
      detector.close();
    }
    detector = null;
    if (committed != null) {
      committed.close();
      committed = null;
    }
  }
}

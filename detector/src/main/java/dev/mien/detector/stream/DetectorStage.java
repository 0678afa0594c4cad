// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.detector.FaceDetector;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.TopicAdmin;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code mien.frames}, writes {@code mien.faces}. More stages of the same application share
 * the cameras.
 */
public final class DetectorStage implements Stage {

  static final String NAME = "detector";

  private static final Logger LOG = LoggerFactory.getLogger(DetectorStage.class);

  private final DetectorConfig config;
  private final Cluster cluster;
  private final MeterRegistry registry;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile Health health = new Health(State.STARTING, "not started");
  private @Nullable FaceDetector detector;
  private @Nullable DetectorStreams streams;

  /** Does nothing before {@link #start}. */
  public DetectorStage(DetectorConfig config, Cluster cluster, MeterRegistry registry) {
    this.config = config;
    this.cluster = cluster;
    this.registry = registry;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized void start() {
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      admin.require(List.of(Topics.FRAMES, Topics.FACES, Topics.DEAD_LETTERS));
    }
    DetectorMetrics metrics = new DetectorMetrics(registry);
    FaceDetector mtcnn = mtcnn(metrics);
    detector = mtcnn;
    FaceExtractor extractor = new FaceExtractor(mtcnn, config.tracker(), metrics.steps());
    DetectorStreams starting =
        new DetectorStreams(config, cluster, DetectorTopology.of(extractor, metrics), registry);
    streams = starting;
    starting.start(this::changed, this::failed);
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
      throw StreamFailures.explained(e);
    }
  }

  @Override
  public synchronized void close() {
    boolean ended = streams == null || streams.close();
    streams = null;
    // Networks that are still in use must not be freed; the process ends soon anyway.
    if (ended && detector != null) {
      detector.close();
    }
    detector = null;
    if (health.live()) {
      health = new Health(State.ENDED, "closed");
    }
    end.complete(null);
  }

  private FaceDetector mtcnn(DetectorMetrics metrics) {
    try {
      return Mtcnn.open(config.mtcnn(), metrics.nets());
    } catch (IOException e) {
      throw new StageFailure(
          "the networks of the detector cannot be read, is the installation complete? " + e, e);
    }
  }

  private void changed(KafkaStreams.State now) {
    if (health.live()) {
      health =
          switch (now) {
            case RUNNING -> new Health(State.READY, "reads " + Topics.FRAMES.name());
            case NOT_RUNNING, PENDING_SHUTDOWN -> new Health(State.ENDED, "closed");
            default -> new Health(State.STARTING, "Kafka Streams is " + now);
          };
    }
  }

  private StreamThreadExceptionResponse failed(Throwable failure) {
    if (StreamFailures.mayPass(failure)) {
      LOG.warn("The detector goes on from its last commit after: {}", failure.toString());
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    StageFailure explained = StreamFailures.explained(failure);
    LOG.error("The detector fails", failure);
    health = new Health(State.FAILED, String.valueOf(explained.getMessage()));
    end.completeExceptionally(explained);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }
}

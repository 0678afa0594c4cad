// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.pipeline;

import dev.mien.classifier.rates.RatesConfig;
import dev.mien.classifier.rates.RatesStage;
import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.classifier.stream.ClassifierStage;
import dev.mien.dashboard.DashboardConfig;
import dev.mien.dashboard.DashboardStage;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.detector.stream.DetectorStage;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestStage;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Broker and all stages in this process. */
public final class Pipeline implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int LOOK_EVERY_MILLIS = 20;

  /** Short, so that a short run has some. */
  private static final Duration WINDOW = Duration.ofSeconds(2);

  private final EmbeddedBroker broker;
  private final MeterRegistry registry;
  private final Tracing tracing;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final List<Stage> stages = new CopyOnWriteArrayList<>();
  private final List<Stage> inner = new CopyOnWriteArrayList<>();

  /** Prepares a pipeline without tracing. */
  public Pipeline(Path data, int port, MeterRegistry registry) {
    this(data, port, registry, Tracing.OFF);
  }

  /**
   * Prepares a pipeline.
   *
   * @param data directory of the broker
   * @param port of the broker, another is taken if it is not free
   * @param registry gets the meters of all stages
   * @param tracing gets the spans of all stages; it stays the caller's
   */
  public Pipeline(Path data, int port, MeterRegistry registry, Tracing tracing) {
    this.broker = new EmbeddedBroker(data, port);
    this.registry = registry;
    this.tracing = tracing;
  }

  /**
   * Starts broker and stages, and returns when they wait for frames.
   *
   * @return the cluster
   * @throws StageFailure if one of them cannot start
   */
  public Cluster start(DetectorConfig detector, ClassifierConfig classifier)
      throws InterruptedException {
    started.push(broker);
    broker.start();
    Cluster cluster = Cluster.at(broker.bootstrapServers());
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.create(Topics.all(Topics.DEFAULT_CLASSES));
    }
    RatesConfig rates = new RatesConfig(WINDOW, RatesConfig.defaults().application());
    List<Stage> starting =
        List.of(
            // DJL comes before ONNX Runtime
            new ClassifierStage(classifier, cluster, registry, tracing),
            new DetectorStage(detector, cluster, registry, tracing),
            new RatesStage(rates, cluster, registry));
    starting.forEach(this::start);
    inner.addAll(starting);
    for (Stage stage : starting) {
      awaitReady(stage);
    }
    return cluster;
  }

  /** Starts to feed frames in, and returns the stage that does. */
  public Stage feed(IngestConfig config, Cluster cluster) {
    Stage ingest = new IngestStage(config, cluster, registry, tracing);
    start(ingest);
    return ingest;
  }

  /** Starts a live page, and returns the stage that serves it. */
  public DashboardStage show(DashboardConfig config, Cluster cluster) {
    DashboardStage page = new DashboardStage(config, cluster, registry);
    start(page);
    return page;
  }

  /** Returns the stages that were started so far. */
  public List<Stage> stages() {
    return List.copyOf(stages);
  }

  /**
   * Returns unless a stage failed that was started with the pipeline; what became of a source or a
   * page is for whoever feeds and shows.
   *
   * @throws StageFailure of that stage
   */
  public void requireHealth() throws InterruptedException {
    for (Stage stage : inner) {
      if (!stage.health().live()) {
        stage.awaitEnd(); // which tells why
      }
    }
  }

  /** Stops everything in the reverse order of its start. */
  @Override
  public void close() {
    @Nullable StageFailure failure = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        StageFailure next = new StageFailure("cannot stop: " + e.getMessage(), e);
        if (failure == null) {
          failure = next;
        } else {
          failure.addSuppressed(next);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void start(Stage stage) {
    started.push(stage);
    stages.add(stage);
    stage.start();
  }

  /**
   * Waits until a stage works.
   *
   * @throws StageFailure that of the stage, or that it takes too long
   */
  static void awaitReady(Stage stage) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!stage.health().ready()) {
      Health health = stage.health();
      if (!health.live()) {
        stage.awaitEnd(); // which tells why
      }
      if (System.nanoTime() > deadline) {
        throw new StageFailure(
            "%s is not ready after %d s: %s"
                .formatted(stage.name(), PATIENCE.toSeconds(), health.detail()));
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.classifier.serving.ModelFollower;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.serving.ReadyModel;
import dev.mien.classifier.serving.ServingModels;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageLife;
import dev.mien.runtime.topics.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code mien.faces}, writes {@code mien.emotions} and the topic of the leading class. One
 * thread; more stages of the same group share the cameras.
 */
public final class ClassifierStage implements Stage {

  static final String NAME = "classifier";

  private static final Logger LOG = LoggerFactory.getLogger(ClassifierStage.class);

  private final ClassifierConfig config;
  private final Cluster cluster;
  private final MeterRegistry registry;
  private final Tracing tracing;
  private final ClassifierMetrics metrics;
  private final ModelMetrics modelMetrics;
  private final StageLife life = new StageLife(NAME);
  private volatile @Nullable ClassifierLoop loop;
  private volatile @Nullable ModelFollower follower;

  /** Traces nothing, and does nothing before {@link #start}. */
  public ClassifierStage(ClassifierConfig config, Cluster cluster, MeterRegistry registry) {
    this(config, cluster, registry, Tracing.OFF);
  }

  /**
   * Does nothing before {@link #start}.
   *
   * @param tracing gets a span of each face; it stays the caller's
   */
  public ClassifierStage(
      ClassifierConfig config, Cluster cluster, MeterRegistry registry, Tracing tracing) {
    this.config = config;
    this.cluster = cluster;
    this.registry = registry;
    this.tracing = tracing;
    this.metrics = new ClassifierMetrics(registry);
    this.modelMetrics = new ModelMetrics(registry, config.serving().device().toString());
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
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      EmotionModel own = config.serving().openOwn();
      opened.push(own);
      requireTopics(own.metadata().classes());
      ModelFollower following = new ModelFollower(config.serving(), cluster, modelMetrics);
      opened.push(following);
      ServingModels models = firstToServe(own, following);
      opened.remove(own); // it is closed, or theirs
      opened.addLast(models);
      serve(models, following);
    } catch (RuntimeException e) {
      closeAll(opened, e);
      throw e;
    }
  }

  private ServingModels firstToServe(EmotionModel own, ModelFollower following) {
    life.become(State.STARTING, "reads " + Topics.MODELS.name());
    ReadyModel first = following.first(own, life::isClosed);
    if (first.model() == own) {
      config.serving().warmUp(own);
    } else {
      own.close();
    }
    return new ServingModels(first, modelMetrics);
  }

  private void serve(ServingModels models, ModelFollower following) {
    follower = following;
    ModelMetadata metadata = models.active().metadata();
    LOG.info(
        "Model {} on {}: {}", metadata.version(), models.active().device(), metadata.classes());
    ClassifierClients clients = new ClassifierClients(config, cluster, registry);
    ClassifierLoop starting = loop(models, clients);
    loop = starting;
    following.start(models);
    life.work("mien-" + NAME, () -> run(starting, models, following, clients), starting::close);
  }

  /** What was opened last goes first. */
  private static void closeAll(Deque<AutoCloseable> opened, RuntimeException failure) {
    for (AutoCloseable one : opened) {
      try {
        one.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }

  @Override
  public Health health() {
    ClassifierLoop running = loop;
    Health now = running == null || life.isOver() ? life.health() : running.health();
    String problem = follower == null ? "" : follower.problem();
    return problem.isEmpty() || !now.ready()
        ? now
        : new Health(now.state(), now.detail() + "; " + problem);
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    life.awaitEnd();
  }

  @Override
  public void close() {
    life.close();
  }

  private ClassifierLoop loop(ServingModels models, ClassifierClients clients) {
    return new ClassifierLoop(
        new BatchClassifier(
            models,
            new ShadowSample(config.serving().policy().shadow()),
            config.halfLife(),
            metrics,
            tracing),
        clients.consumer(),
        clients.outbox(),
        metrics);
  }

  private static void run(
      ClassifierLoop running,
      ServingModels models,
      ModelFollower following,
      ClassifierClients clients) {
    try (models;
        clients;
        following) {
      running.run();
    }
  }

  private void requireTopics(List<String> classes) {
    List<Topic> topics =
        Stream.concat(
                Stream.of(
                    Topics.FACES,
                    Topics.EMOTIONS,
                    Topics.SHADOW_EMOTIONS,
                    Topics.MODELS,
                    Topics.MODEL_CHUNKS,
                    Topics.DEAD_LETTERS),
                classes.stream().map(Topics::emotions))
            .toList();
    TopicAdmin.require(
        cluster,
        topics,
        classes.equals(Topics.DEFAULT_CLASSES) ? "" : " --classes " + String.join(",", classes));
  }
}

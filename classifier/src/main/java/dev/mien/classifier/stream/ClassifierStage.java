// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.ModelMetadata;
import dev.mien.classifier.registry.ModelGate;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageLife;
import dev.mien.runtime.TopicAdmin;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
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
    this.modelMetrics = new ModelMetrics(registry, config.device().toString());
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
    EmotionModel own =
        ModelGate.open(config.model(), config.device(), config.threads(), config.maxBatch());
    ModelFollower following;
    try {
      requireTopics(own.metadata().classes());
      following = new ModelFollower(config, cluster, modelMetrics);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
    try {
      begin(following, first(own, following));
    } catch (RuntimeException e) {
      following.close();
      throw e;
    }
  }

  private ReadyModel first(EmotionModel own, ModelFollower following) {
    life.become(State.STARTING, "reads " + Topics.MODELS.name());
    try {
      return following.first(own, life::isClosed);
    } catch (RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private void begin(ModelFollower following, ReadyModel first) {
    follower = following;
    ServingModels models = new ServingModels(first, modelMetrics);
    try {
      begin(models, following);
    } catch (RuntimeException e) {
      models.close();
      throw e;
    }
  }

  private void begin(ServingModels models, ModelFollower following) {
    ModelMetadata metadata = models.active().metadata();
    LOG.info(
        "Model {} on {}: {}", metadata.version(), models.active().device(), metadata.classes());
    ClassifierClients clients = new ClassifierClients(config, cluster, registry);
    ClassifierLoop starting = loop(models, clients);
    loop = starting;
    following.start(models);
    life.work("mien-" + NAME, () -> run(starting, models, following, clients), starting::close);
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
            new ShadowSample(config.models().shadow()),
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
                    Topics.EMOTIONS_SHADOW,
                    Topics.MODELS,
                    Topics.MODEL_CHUNKS,
                    Topics.DEAD_LETTERS),
                classes.stream().map(Topics::emotions))
            .toList();
    try (TopicAdmin admin = new TopicAdmin(cluster)) {
      admin.require(
          topics,
          classes.equals(Topics.DEFAULT_CLASSES) ? "" : " --classes " + String.join(",", classes));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.classifier.registry.ModelGate;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.classifier.registry.Promotions;
import dev.mien.classifier.stream.ReadyModel.Probation;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelVersion;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows {@code mien.models} on a thread of its own: fetches, checks and warms what shall serve or
 * be tried, and hands it to {@link ServingModels}. What is refused is said once and not tried again
 * before it is promoted anew.
 */
final class ModelFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_SECONDS = 2;

  private final ClassifierConfig config;
  private final Cluster cluster;
  private final ModelMetrics metrics;
  private final ModelLoader loader;
  private final CandidateFollower candidate;
  private final CatalogueReader reader;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Set<String> refused = new HashSet<>();
  private @Nullable Verdict condemned;
  private @Nullable ReadyModel serving;
  private @Nullable Thread thread;
  private volatile String problem = "";
  private volatile String trouble = "";

  ModelFollower(ClassifierConfig config, Cluster cluster, ModelMetrics metrics) {
    this.config = config;
    this.cluster = cluster;
    this.metrics = metrics;
    this.loader = new ModelLoader(config, cluster, metrics);
    this.candidate = new CandidateFollower(config.models().shadow(), loader, metrics);
    this.reader = new CatalogueReader(cluster);
  }

  /**
   * Returns what shall serve first: the active version, or the model that was brought along.
   *
   * @param own which is closed if it is not returned
   * @param isUnwanted is asked while it waits
   * @throws KafkaException if Kafka does not answer
   * @throws StageFailure if it became unwanted
   */
  ReadyModel first(EmotionModel own, BooleanSupplier isUnwanted) {
    ReadyModel brought = new ReadyModel(null, own, Probation.NONE);
    serving = brought;
    Optional<ModelVersion> active = reader.toEnd(isUnwanted).active();
    if (active.isEmpty() || isPinned()) {
      return brought;
    }
    try {
      serving =
          new ReadyModel(active.get(), loader.load(active.get(), own, isUnwanted), Probation.NONE);
      own.close();
    } catch (ModelRefused e) {
      refuse(active.get(), e);
    } catch (KafkaException | StageFailure e) { // it is tried again when the stage runs
      LOG.warn("Model {} is not there yet: {}", active.get().version(), e.toString());
    }
    return serving();
  }

  /** Goes on in a thread of its own. */
  void start(ServingModels models) {
    thread = new Thread(() -> run(models), "mien-models");
    thread.start();
  }

  /** Returns why another version serves than the active one, or may; empty where it does. */
  String problem() {
    return Stream.of(problem, trouble)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** Returns when the thread has ended. */
  @Override
  public void close() {
    closing.countDown();
    if (thread == null) {
      reader.close();
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(ServingModels models) {
    try (reader) {
      while (!isClosing()) {
        try {
          act(reader.poll(POLL, this::isClosing), models);
          trouble = "";
        } catch (KafkaException | StageFailure e) {
          pauseAfter(e);
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("New models are followed no longer: interrupted");
    } catch (RuntimeException | Error e) {
      problem = "new models are followed no longer: " + e;
      LOG.error("New models are followed no longer", e);
    }
  }

  private void act(Catalogue catalogue, ServingModels models) {
    if (condemned == null) {
      models.verdict().ifPresent(this::condemn);
    }
    if (condemned != null && isInForce(condemned, catalogue)) {
      rollBack(condemned);
      condemned = null;
      return; // the topic has news now
    }
    condemned = null;
    if (!isPinned()) {
      serve(catalogue.active().orElse(null), models);
    }
    candidate.follow(catalogue.candidate().orElse(null), models, this::isClosing);
  }

  private void serve(@Nullable ModelVersion active, ServingModels models) {
    if (file(active).equals(file(serving().version()))) {
      says("", false);
    } else if (active == null) {
      EmotionModel own =
          ModelGate.open(config.model(), config.device(), config.threads(), config.maxBatch());
      hand(new ReadyModel(null, own, Probation.NONE), models);
    } else if (!refused.contains(attempt(active))) {
      try {
        EmotionModel loaded = loader.load(active, serving().model(), this::isClosing);
        hand(new ReadyModel(active, loaded, probation(active)), models);
      } catch (ModelRefused e) {
        refuse(active, e);
      }
    }
  }

  private void hand(ReadyModel ready, ServingModels models) {
    serving = ready;
    models.offer(ready);
    says("", false);
  }

  private void refuse(ModelVersion version, ModelRefused refusal) {
    refused.add(attempt(version));
    metrics.refused(refusal.refusal());
    String message = refusal.getMessage();
    LOG.error("Refused, {} goes on serving: {}", serving().name(), message);
    says("%s serves, because %s".formatted(serving().name(), message), true);
  }

  private void condemn(Verdict verdict) {
    ModelVersion version = Objects.requireNonNull(verdict.failed().version());
    refused.add(attempt(version));
    metrics.refused(verdict.reason());
    if (!serving().equals(verdict.failed())) { // another one was promoted and handed in meanwhile
      return;
    }
    serving = verdict.serving();
    condemned = verdict;
    says(
        "%s serves, because model %s was taken back: %s"
            .formatted(serving().name(), version.version(), verdict.message()),
        true);
  }

  /** It is not where somebody else has put another version in its place. */
  private static boolean isInForce(Verdict verdict, Catalogue catalogue) {
    ModelVersion failed = Objects.requireNonNull(verdict.failed().version());
    return catalogue.active().filter(failed::isSamePromotion).isPresent();
  }

  /** Others may have been faster; what they promoted meanwhile stays. */
  private void rollBack(Verdict verdict) {
    ModelVersion failed = Objects.requireNonNull(verdict.failed().version());
    if (new Promotions(cluster).rollBackIf(failed, verdict.message())) {
      metrics.rolledBack(verdict.reason());
    }
  }

  private void says(String text, boolean isRefused) {
    problem = text;
    metrics.activeIsRefused(isRefused);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pauseAfter(RuntimeException failure) throws InterruptedException {
    if (trouble.isEmpty() && !isClosing()) {
      LOG.warn("New models are not seen for now: {}", failure.toString());
    }
    trouble = "new models are not seen for now: " + failure.getMessage();
    boolean unused = closing.await(RETRY_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Only what served here can tell whether its successor is slower: a classifier that refused the
   * version before, or did not see it, would judge by another. What is restored was good once, or
   * was never seen.
   */
  private Probation probation(ModelVersion active) {
    if (!config.models().autoRollback()) {
      return Probation.NONE;
    }
    ModelVersion before = serving().version();
    return active.change() == ModelChange.PROMOTED
            && active.replaces().equals(before == null ? "" : before.version())
        ? Probation.AS_FAST
        : Probation.SOUND;
  }

  /** A file that is named by hand serves whatever the topic says. */
  private boolean isPinned() {
    return config.model() != null;
  }

  private ReadyModel serving() {
    return Objects.requireNonNull(serving, "not begun");
  }

  /** Returns which upload of which version it is, empty for what the classifier brings itself. */
  static String file(@Nullable ModelVersion version) {
    return version == null ? "" : version.file();
  }

  private static String attempt(ModelVersion version) {
    return file(version) + "/" + version.changedMicros();
  }
}

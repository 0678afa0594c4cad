// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import static java.util.Objects.requireNonNull;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.classifier.registry.Promotions;
import dev.mien.classifier.serving.ReadyModel.Probation;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.runtime.StageFailure;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the version that is to serve, and takes its promotion back where it does not pass its
 * probation. What is refused is said once and not tried again before it is promoted anew. For the
 * thread of its {@link ModelFollower}.
 */
final class ActiveFollower {

  private static final Logger LOG = LoggerFactory.getLogger(ActiveFollower.class);

  private final ServingConfig config;
  private final ModelLoader loader;
  private final Promotions promotions;
  private final ModelMetrics metrics;
  private final Objections objections;
  private @Nullable ReadyModel serving;
  private @Nullable Verdict condemned;

  ActiveFollower(
      ServingConfig config, ModelLoader loader, Promotions promotions, ModelMetrics metrics) {
    this.config = config;
    this.loader = loader;
    this.promotions = promotions;
    this.metrics = metrics;
    this.objections = new Objections(metrics);
  }

  /** Returns what shall serve first, see {@link ModelFollower#first}. */
  ReadyModel first(EmotionModel own, Catalogue catalogue, BooleanSupplier isUnwanted) {
    serving = new ReadyModel(null, own, Probation.NONE);
    @Nullable ModelVersion active = catalogue.active().orElse(null);
    if (active != null && !config.isPinned()) {
      try {
        serving = new ReadyModel(active, loader.load(active, own, isUnwanted), Probation.NONE);
      } catch (ModelRefused e) {
        refuse(active, e);
      } catch (KafkaException | StageFailure e) { // it is tried again when the stage runs
        LOG.warn("Model {} is not there yet: {}", active.version(), e.toString());
      }
    }
    return serving();
  }

  /**
   * Hands on the active version of the catalogue if it is another one than before; first takes back
   * what did not pass its probation, after which the topic has news.
   *
   * @param isUnwanted is asked while it waits
   * @throws KafkaException if Kafka does not answer; it may be called again
   */
  void follow(Catalogue catalogue, ServingModels models, BooleanSupplier isUnwanted) {
    if (condemned == null) {
      models.verdict().ifPresent(this::condemn);
    }
    if (condemned != null && isInForce(condemned, catalogue)) {
      rollBack(condemned);
      condemned = null;
      return;
    }
    condemned = null;
    if (!config.isPinned()) {
      serve(catalogue, models, isUnwanted);
    }
  }

  /** Returns why another version serves than the active one; empty where it does. */
  String problem() {
    return objections.problem();
  }

  private void serve(Catalogue catalogue, ServingModels models, BooleanSupplier isUnwanted) {
    ModelVersion serves = serving().version();
    if (catalogue.active().isEmpty()
        && serves != null
        && catalogue.isUnreadable(serves.version())) {
      objections.warn(
          "%s serves on, although its record in %s cannot be read: promote another version, or publish and promote it again"
              .formatted(serving().name(), Topics.MODELS.name()));
    } else {
      serve(catalogue.active().orElse(null), models, isUnwanted);
    }
  }

  private void serve(
      @Nullable ModelVersion active, ServingModels models, BooleanSupplier isUnwanted) {
    if (ReadyModel.file(active).equals(serving().file())) {
      objections.settle();
    } else if (active == null) {
      hand(new ReadyModel(null, config.openOwnWarm(), Probation.NONE), models);
    } else if (!objections.has(active)) {
      try {
        EmotionModel loaded = loader.load(active, serving().model(), isUnwanted);
        hand(new ReadyModel(active, loaded, probation(active)), models);
      } catch (ModelRefused e) {
        refuse(active, e);
      }
    }
  }

  private void hand(ReadyModel ready, ServingModels models) {
    serving = ready;
    models.offer(ready);
    objections.settle();
  }

  private void refuse(ModelVersion version, ModelRefused refusal) {
    objections.add(version, refusal.refusal());
    LOG.error("Refused, {} goes on serving: {}", serving().name(), refusal.getMessage());
    objections.say("%s serves, because %s".formatted(serving().name(), refusal.getMessage()));
  }

  private void condemn(Verdict verdict) {
    ModelVersion version = requireNonNull(verdict.failed().version());
    objections.add(version, verdict.reason());
    if (!serving().equals(verdict.failed())) { // another one was promoted and handed in meanwhile
      return;
    }
    serving = verdict.serving();
    condemned = verdict;
    objections.say(
        "%s serves, because model %s was taken back: %s"
            .formatted(serving().name(), version.version(), verdict.message()));
  }

  /**
   * It is not where somebody settled it meanwhile: a classifier that may not take anything back
   * must hear of that, too.
   */
  private static boolean isInForce(Verdict verdict, Catalogue catalogue) {
    ModelVersion failed = requireNonNull(verdict.failed().version());
    return catalogue.active().filter(failed::isSamePromotion).isPresent();
  }

  /** Others may have been faster; what they promoted meanwhile stays. */
  private void rollBack(Verdict verdict) {
    ModelVersion failed = requireNonNull(verdict.failed().version());
    if (promotions.rollBackIf(failed, verdict.message())) {
      metrics.rolledBack(verdict.reason());
    }
  }

  /**
   * Only what served here can tell whether its successor is slower: a classifier that refused the
   * version before, or did not see it, would judge by another. What is restored was good once, or
   * was never seen.
   */
  private Probation probation(ModelVersion active) {
    if (!config.policy().autoRollback()) {
      return Probation.NONE;
    }
    ModelVersion before = serving().version();
    return active.change() == ModelChange.PROMOTED
            && active.replaces().equals(before == null ? "" : before.version())
        ? Probation.AS_FAST
        : Probation.SOUND;
  }

  private ReadyModel serving() {
    return requireNonNull(serving, "not begun");
  }
}

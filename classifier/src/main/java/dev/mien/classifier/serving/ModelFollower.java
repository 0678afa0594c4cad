// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.registry.Catalogue;
import dev.mien.classifier.registry.CatalogueReader;
import dev.mien.classifier.registry.Promotions;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import java.time.Duration;
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
 * be tried, and hands it to {@link ServingModels}.
 */
public final class ModelFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ModelFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_SECONDS = 2;

  private final CatalogueReader reader;
  private final ActiveFollower active;
  private final CandidateFollower candidate;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Thread thread;
  private volatile String trouble = "";

  /** Has not asked anything yet. */
  public ModelFollower(ServingConfig config, Cluster cluster, ModelMetrics metrics) {
    ModelLoader loader = new ModelLoader(config, cluster, metrics);
    this.active = new ActiveFollower(config, loader, new Promotions(cluster), metrics);
    this.candidate = new CandidateFollower(config.policy().shadow(), loader, metrics);
    this.reader = new CatalogueReader(cluster);
  }

  /**
   * Returns what shall serve first: the active version, or the model that was brought along.
   *
   * @param own that was brought along; it stays the caller's
   * @param isUnwanted is asked while it waits
   * @throws KafkaException if Kafka does not answer
   * @throws StageFailure if it became unwanted
   */
  public ReadyModel first(EmotionModel own, BooleanSupplier isUnwanted) {
    return active.first(own, reader.toEnd(isUnwanted), isUnwanted);
  }

  /** Goes on in a thread of its own. */
  public void start(ServingModels models) {
    thread = new Thread(() -> run(models), "mien-models");
    thread.start();
  }

  /** Returns why another version serves than the active one, or may; empty where it does. */
  public String problem() {
    return Stream.of(active.problem(), trouble)
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
      trouble = "new models are followed no longer: " + e;
      LOG.error("New models are followed no longer", e);
    }
  }

  private void act(Catalogue catalogue, ServingModels models) {
    active.follow(catalogue, models, this::isClosing);
    candidate.follow(catalogue, models, this::isClosing);
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
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.events.Scores;
import dev.mien.runtime.StageFailure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The candidate that is tried beside the model that serves, if there is one. It must not hold the
 * faces up. One thread classifies and takes over new ones between two batches; other threads hand
 * them in. It closes what it took.
 */
final class CandidateModel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CandidateModel.class);

  /** A batch that takes so long, and so many times as long as usual, is slow. */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final double SLOWDOWN = 3;
  private static final int MOST_SLOW_BATCHES = 3;

  private record Offer(@Nullable EmotionModel model) {}

  private final ModelMetrics metrics;
  private final AtomicReference<@Nullable Offer> next = new AtomicReference<>();
  private @Nullable EmotionModel model;
  private int slowBatches;

  CandidateModel(ModelMetrics metrics) {
    this.metrics = metrics;
  }

  /** Hands in what shall be tried from the next batch on, or nothing. Any thread may call it. */
  void offer(@Nullable EmotionModel ready) {
    close(next.getAndSet(new Offer(ready)));
  }

  /** Takes over what was handed in. */
  void adopt() {
    Offer offer = next.getAndSet(null);
    if (offer != null) {
      drop();
      model = offer.model;
      slowBatches = 0;
      metrics.tries(model);
    }
  }

  /** Returns whether there is one. */
  boolean isThere() {
    return model != null;
  }

  /** Returns its version; there must be one. */
  String version() {
    return Objects.requireNonNull(model).metadata().version();
  }

  /**
   * Lets it classify; there must be one. If it fails or is too slow it is dropped.
   *
   * @param usual nanoseconds that the model that serves takes for a face
   * @return one for each face, empty where there are no finite scores
   */
  List<Optional<Scores>> classify(List<FaceImage> faces, double usual) {
    EmotionModel trying = Objects.requireNonNull(model);
    long start = System.nanoTime();
    try {
      List<Optional<Scores>> scores = metrics.timeShadow(() -> trying.classifyEach(faces));
      metrics.shadowFailed((int) scores.stream().filter(Optional::isEmpty).count());
      if (isTooSlow(System.nanoTime() - start, faces.size() * usual)) {
        end("it holds the faces up");
      }
      return scores;
    } catch (StageFailure e) {
      metrics.shadowFailed(faces.size());
      end(String.valueOf(e.getMessage()));
      return faces.stream().map(face -> Optional.<Scores>empty()).toList();
    }
  }

  private boolean isTooSlow(long nanos, double usual) {
    boolean slow = nanos > SLOW_NANOS && nanos > SLOWDOWN * usual;
    slowBatches = slow ? slowBatches + 1 : 0;
    return slowBatches >= MOST_SLOW_BATCHES;
  }

  private void end(String reason) {
    LOG.error("The candidate {} is tried no longer: {}", version(), reason);
    drop();
    metrics.tries(null);
  }

  private void drop() {
    close(new Offer(model));
    model = null;
  }

  private static void close(@Nullable Offer offer) {
    if (offer != null && offer.model != null) {
      offer.model.close();
    }
  }

  @Override
  public void close() {
    close(next.getAndSet(null));
    drop();
  }
}

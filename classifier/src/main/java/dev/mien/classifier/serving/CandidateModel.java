// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

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
public final class CandidateModel implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CandidateModel.class);

  /** A batch that takes less is not slow, however quick the model that serves may be. */
  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int MOST_SLOW_BATCHES = 3;

  /** What is to be tried: a model, or nothing. */
  private record Trial(@Nullable EmotionModel model) {
    void close() {
      if (model != null) {
        model.close();
      }
    }
  }

  private static final Trial NOTHING = new Trial(null);

  private final ModelMetrics metrics;
  private final AtomicReference<@Nullable Trial> next = new AtomicReference<>();
  private Trial current = NOTHING;
  private int slowBatches;

  CandidateModel(ModelMetrics metrics) {
    this.metrics = metrics;
  }

  /** Hands in what shall be tried from the next batch on, or nothing. Any thread may call it. */
  public void offer(@Nullable EmotionModel ready) {
    replaceNext(new Trial(ready));
  }

  private void replaceNext(@Nullable Trial trial) {
    Trial skipped = next.getAndSet(trial);
    if (skipped != null) {
      skipped.close();
    }
  }

  /** Takes over what was handed in. */
  void adopt() {
    Trial trial = next.getAndSet(null);
    if (trial != null) {
      become(trial);
      metrics.tries(trial.model);
    }
  }

  /** Returns whether there is one. */
  public boolean isThere() {
    return current.model != null;
  }

  /** Returns its version; there must be one. */
  public String version() {
    return Objects.requireNonNull(current.model).metadata().version();
  }

  /**
   * Lets it classify; there must be one. If it fails or is too slow it is dropped.
   *
   * @param usual times of the model that serves
   * @return one for each face, empty where there are no finite scores
   */
  List<Optional<Scores>> classify(List<FaceImage> faces, BatchTimes usual) {
    EmotionModel trying = Objects.requireNonNull(current.model);
    long start = System.nanoTime();
    try {
      List<Optional<Scores>> scores = metrics.timeShadow(() -> trying.classifyEach(faces));
      metrics.shadowFailed((int) scores.stream().filter(Optional::isEmpty).count());
      if (isTooSlow(faces.size(), System.nanoTime() - start, usual)) {
        end("it holds the faces up");
      }
      return scores;
    } catch (StageFailure e) {
      metrics.shadowFailed(faces.size());
      end(String.valueOf(e.getMessage()));
      return faces.stream().map(face -> Optional.<Scores>empty()).toList();
    }
  }

  private boolean isTooSlow(int faces, long nanos, BatchTimes usual) {
    boolean slow = nanos > SLOW_NANOS && usual.isExceeded(faces, nanos);
    slowBatches = slow ? slowBatches + 1 : 0;
    return slowBatches >= MOST_SLOW_BATCHES;
  }

  private void end(String reason) {
    LOG.error("The candidate {} is tried no longer: {}", version(), reason);
    become(NOTHING);
    metrics.tries(null);
  }

  private void become(Trial trial) {
    current.close();
    current = trial;
    slowBatches = 0;
  }

  @Override
  public void close() {
    replaceNext(null);
    become(NOTHING);
  }
}

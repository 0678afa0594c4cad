// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.serving.ReadyModel.Probation;
import dev.mien.events.Scores;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that serves, its predecessor while it is on probation, and the candidate that is tried.
 * One thread classifies with them and takes over new ones between two batches; other threads hand
 * them in. It closes what it took, at the latest when it is closed.
 */
public final class ServingModels implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServingModels.class);

  private final ModelMetrics metrics;
  private final AtomicReference<@Nullable ReadyModel> next = new AtomicReference<>();
  private final CandidateModel candidate;
  private final Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
  private TimedModel active;
  private @Nullable Examination examination;

  /** Takes over the model that serves first. */
  public ServingModels(ReadyModel first, ModelMetrics metrics) {
    this.active = new TimedModel(first);
    this.metrics = metrics;
    this.candidate = new CandidateModel(metrics);
    metrics.serving(first.model());
  }

  /** Hands in what shall serve from the next batch on. Any thread may call it. */
  void offer(ReadyModel ready) {
    ReadyModel skipped = next.getAndSet(ready);
    if (skipped != null) {
      skipped.model().close();
    }
  }

  /** Returns what did not pass its probation since the last call. Any thread may call it. */
  Optional<Verdict> verdict() {
    return Optional.ofNullable(verdicts.poll());
  }

  /** Takes over what was handed in. */
  public void adopt() {
    ReadyModel ready = next.getAndSet(null);
    if (ready != null) {
      swap(ready);
    }
    candidate.adopt();
  }

  /** Returns the model that serves; it stays theirs. */
  public EmotionModel active() {
    return active.ready().model();
  }

  /**
   * Classifies with the model that serves, or with its predecessor where that does better.
   *
   * @return one for each face, empty where there are no finite scores; {@link #active} made them
   */
  public List<Optional<Scores>> classify(List<FaceImage> faces) {
    if (faces.isEmpty()) {
      return List.of();
    }
    @Nullable Examination current = examination;
    if (current == null) {
      return active.classify(faces);
    }
    List<Optional<Scores>> scores = current.classify(faces);
    Optional<Verdict> verdict = current.verdict();
    if (verdict.isPresent()) {
      takeBack(verdict.get(), current.before());
      return active.classify(faces);
    }
    if (current.isPassed()) {
      dropPredecessor();
    }
    return scores;
  }

  /** Returns what is tried beside the model that serves. */
  public CandidateModel candidate() {
    return candidate;
  }

  /**
   * Lets the candidate classify; there must be one.
   *
   * @return one for each face, empty where it has no finite scores
   */
  public List<Optional<Scores>> tryCandidate(List<FaceImage> faces) {
    return candidate.classify(faces, active.times());
  }

  /** Returns where all of this is counted. */
  public ModelMetrics metrics() {
    return metrics;
  }

  @Override
  public void close() {
    ReadyModel unused = next.getAndSet(null);
    if (unused != null) {
      unused.model().close();
    }
    dropPredecessor();
    candidate.close();
    active.close();
    metrics.closed();
  }

  private void swap(ReadyModel ready) {
    TimedModel old = active;
    Examination current = examination;
    active = new TimedModel(ready);
    if (ready.probation() == Probation.NONE) {
      dropPredecessor();
      old.close();
    } else if (current == null) {
      examination = new Examination(active, old, ready.probation() == Probation.AS_FAST);
    } else { // what is on probation itself is nothing to fall back to
      examination = new Examination(active, current.before(), false);
      old.close();
    }
    metrics.serving(active());
    metrics.swapped();
    LOG.info("Model {} serves in place of {}", active.name(), old.name());
  }

  private void takeBack(Verdict verdict, TimedModel before) {
    TimedModel failed = active;
    LOG.error(
        "Model {} is taken back, {} serves: {}", failed.name(), before.name(), verdict.message());
    active = before;
    examination = null;
    failed.close();
    metrics.serving(active());
    metrics.swapped();
    verdicts.add(verdict);
  }

  private void dropPredecessor() {
    if (examination != null) {
      examination.before().close();
      examination = null;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.registry.Refusal;
import dev.mien.classifier.stream.ReadyModel.Probation;
import dev.mien.events.Scores;
import dev.mien.runtime.StageFailure;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model that serves, its predecessor while it is on probation, and the candidate that is tried.
 * One thread classifies with them and takes over new ones between two batches; other threads hand
 * them in. It closes what it took, at the latest when it is closed.
 */
final class ServingModels implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServingModels.class);

  /** A slow one is not waited for as long as a quick one. */
  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  private final ModelMetrics metrics;
  private final AtomicReference<@Nullable ReadyModel> next = new AtomicReference<>();
  private final CandidateModel candidate;
  private final Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
  private ReadyModel active;
  private Pace pace = new Pace();
  private @Nullable Predecessor before;

  ServingModels(ReadyModel first, ModelMetrics metrics) {
    this.active = first;
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
  void adopt() {
    ReadyModel ready = next.getAndSet(null);
    if (ready != null) {
      swap(ready);
    }
    candidate.adopt();
  }

  EmotionModel active() {
    return active.model();
  }

  /**
   * Classifies with the model that serves, or with its predecessor where that does better.
   *
   * @return one for each face, empty where there are no finite scores; {@link #active} made them
   */
  List<Optional<Scores>> classify(List<FaceImage> faces) {
    if (faces.isEmpty()) {
      return List.of();
    }
    @Nullable Predecessor old = before;
    if (old == null) {
      return timed(faces);
    }
    List<Optional<Scores>> scores = examined(old, faces);
    return active.equals(old.ready) ? timed(faces) : scores;
  }

  /** Returns what is tried beside the model that serves. */
  CandidateModel candidate() {
    return candidate;
  }

  /**
   * Lets the candidate classify; there must be one.
   *
   * @return one for each face, empty where it has no finite scores
   */
  List<Optional<Scores>> tryCandidate(List<FaceImage> faces) {
    return candidate.classify(faces, pace);
  }

  ModelMetrics metrics() {
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
    active.model().close();
    metrics.closed();
  }

  private void swap(ReadyModel ready) {
    ReadyModel old = active;
    Predecessor proven = before;
    if (ready.probation() == Probation.NONE) {
      dropPredecessor();
      old.model().close();
    } else if (proven == null) {
      boolean compared = ready.probation() == Probation.AS_FAST;
      before = new Predecessor(old, pace, System.nanoTime(), compared);
    } else { // what is on probation itself is nothing to fall back to
      before = new Predecessor(proven.ready, proven.pace, System.nanoTime(), false);
      old.model().close();
    }
    active = ready;
    pace = new Pace();
    metrics.serving(ready.model());
    metrics.swapped();
    LOG.info("Model {} serves in place of {}", ready.name(), old.name());
  }

  private List<Optional<Scores>> timed(List<FaceImage> faces) {
    long start = System.nanoTime();
    List<Optional<Scores>> scores = active.model().classifyEach(faces);
    pace.add(faces.size(), System.nanoTime() - start);
    return scores;
  }

  /** Returns what the model on probation says; nothing of it counts where it was taken back. */
  private List<Optional<Scores>> examined(Predecessor old, List<FaceImage> faces) {
    List<Optional<Scores>> scores;
    try {
      scores = timed(faces);
    } catch (StageFailure e) {
      takeBack(old, Refusal.ERRORS, String.valueOf(e.getMessage()));
      return List.of();
    }
    if (knowsMore(old, faces, scores)) {
      takeBack(old, Refusal.ERRORS, "it has no finite scores for a face that its predecessor has");
    } else if (pace.isKnown() && (pace.isFull() || System.nanoTime() - old.since > LONG)) {
      decide(old);
    }
    return scores;
  }

  private static boolean knowsMore(
      Predecessor old, List<FaceImage> faces, List<Optional<Scores>> scores) {
    if (scores.stream().allMatch(Optional::isPresent)) {
      return false;
    }
    try {
      List<Optional<Scores>> known = old.ready.model().classifyEach(faces);
      return IntStream.range(0, faces.size())
          .anyMatch(i -> scores.get(i).isEmpty() && known.get(i).isPresent());
    } catch (StageFailure e) { // it knows nothing then
      return false;
    }
  }

  private void decide(Predecessor old) {
    if (!old.compared) {
      dropPredecessor();
      LOG.info("Model {} has passed its probation: it has failed on no face", active.name());
      return;
    }
    if (!old.pace.isKnown()) {
      dropPredecessor();
      LOG.info("Model {} is kept: its predecessor had too few batches to compare", active.name());
      return;
    }
    String times = "it takes %s; %s before".formatted(pace, old.pace);
    if (pace.isSlow(old.pace)) {
      takeBack(old, Refusal.LATENCY, times);
    } else {
      dropPredecessor();
      LOG.info("Model {} has passed its probation: {}", active.name(), times);
    }
  }

  private void takeBack(Predecessor old, Refusal reason, String message) {
    ReadyModel failed = active;
    LOG.error("Model {} is taken back, {} serves: {}", failed.name(), old.ready.name(), message);
    active = old.ready;
    pace = old.pace;
    before = null;
    failed.model().close();
    metrics.serving(active.model());
    metrics.swapped();
    verdicts.add(new Verdict(failed, active, reason, message));
  }

  private void dropPredecessor() {
    if (before != null) {
      before.ready.model().close();
      before = null;
    }
  }

  /** What a model on probation is held against; its pace only if it is what was replaced. */
  private record Predecessor(ReadyModel ready, Pace pace, long since, boolean compared) {}
}

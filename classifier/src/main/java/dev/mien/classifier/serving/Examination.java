// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.registry.Refusal;
import dev.mien.events.Scores;
import dev.mien.runtime.StageFailure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first batches of a model on probation, held against its predecessor. It only says what comes
 * of them. For the thread that classifies.
 */
final class Examination {

  private static final Logger LOG = LoggerFactory.getLogger(Examination.class);

  /** A slow one is not waited for as long as a quick one. */
  private static final long LONG = TimeUnit.SECONDS.toNanos(10);

  private final TimedModel examined;
  private final TimedModel before;
  private final boolean compared;
  private final long since = System.nanoTime();
  private boolean passed;
  private @Nullable Verdict verdict;

  /**
   * Begins now.
   *
   * @param before serves again if the other fails
   * @param compared whether their times count: only if the one has replaced the other
   */
  Examination(TimedModel examined, TimedModel before, boolean compared) {
    this.examined = examined;
    this.before = before;
    this.compared = compared;
  }

  /** Returns what serves again if the model on probation fails. */
  TimedModel before() {
    return before;
  }

  /** Returns what the model on probation says; nothing of it counts where there is a verdict. */
  List<Optional<Scores>> classify(List<FaceImage> faces) {
    try {
      List<Optional<Scores>> scores = examined.classify(faces);
      judge(faces, scores);
      return scores;
    } catch (StageFailure e) {
      fail(Refusal.ERRORS, String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /** Returns whether it has passed. */
  boolean isPassed() {
    return passed;
  }

  /** Returns why it has not, as soon as that is known. */
  Optional<Verdict> verdict() {
    return Optional.ofNullable(verdict);
  }

  private void judge(List<FaceImage> faces, List<Optional<Scores>> scores) {
    if (isBlind(faces, scores)) {
      fail(Refusal.ERRORS, "it has no finite scores for a face that its predecessor has");
    } else if (isLongEnough()) {
      decide();
    }
  }

  private boolean isBlind(List<FaceImage> faces, List<Optional<Scores>> scores) {
    if (scores.stream().allMatch(Optional::isPresent)) {
      return false;
    }
    try {
      List<Optional<Scores>> known = before.ready().model().classifyEach(faces);
      return IntStream.range(0, faces.size())
          .anyMatch(i -> scores.get(i).isEmpty() && known.get(i).isPresent());
    } catch (StageFailure e) { // it knows nothing then
      return false;
    }
  }

  private boolean isLongEnough() {
    BatchTimes times = examined.times();
    return times.isKnown() && (times.isFull() || System.nanoTime() - since > LONG);
  }

  private void decide() {
    if (!compared) {
      pass("it has failed on no face");
    } else if (!before.times().isKnown()) {
      pass("it has failed on no face, and its predecessor had too few batches to compare");
    } else {
      String times = "it takes %s; %s before".formatted(examined.times(), before.times());
      if (examined.times().isSlow(before.times())) {
        fail(Refusal.LATENCY, times);
      } else {
        pass(times);
      }
    }
  }

  private void pass(String reason) {
    LOG.info("Model {} has passed its probation: {}", examined.name(), reason);
    passed = true;
  }

  private void fail(Refusal reason, String message) {
    verdict = new Verdict(examined.ready(), before.ready(), reason, message);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NonMaximumSuppressionTest {

  private static final Candidate BEST = new Candidate(0, 0, 10, 10, 0.9f);
  private static final Candidate HALF_BESIDE = new Candidate(5, 0, 15, 10, 0.8f); // IoU 1/3
  private static final Candidate FAR = new Candidate(100, 0, 110, 10, 0.7f);
  private static final Candidate INSIDE = new Candidate(2, 2, 6, 6, 0.6f); // IoU 0.16

  @Test
  void dropsTheLesserOfTwoThatOverlap() {
    assertThat(survivors(NonMaximumSuppression.overUnion(0.3), HALF_BESIDE, BEST, FAR))
        .containsExactly(BEST, FAR);
  }

  @Test
  void keepsBothUpToTheLimit() {
    assertThat(survivors(NonMaximumSuppression.overUnion(0.34), HALF_BESIDE, BEST))
        .containsExactly(BEST, HALF_BESIDE);
  }

  @Test
  void whatIsDroppedDropsNothing() {
    Candidate next = new Candidate(10, 0, 20, 10, 0.7f); // overlaps the dropped one only

    assertThat(survivors(NonMaximumSuppression.overUnion(0.3), BEST, HALF_BESIDE, next))
        .containsExactly(BEST, next);
  }

  @Test
  void overTheSmallerAreaFindsBoxesInBoxes() {
    assertThat(survivors(NonMaximumSuppression.overUnion(0.7), BEST, INSIDE)).hasSize(2);
    assertThat(survivors(NonMaximumSuppression.overSmaller(0.7), BEST, INSIDE))
        .containsExactly(BEST);
  }

  @Test
  void ofEqualScoresTheEarlierSurvives() {
    Candidate first = new Candidate(0, 0, 10, 10, 0.5f);
    Candidate second = new Candidate(1, 0, 11, 10, 0.5f);

    assertThat(survivors(NonMaximumSuppression.overUnion(0.5), first, second))
        .containsExactly(first);
    assertThat(survivors(NonMaximumSuppression.overUnion(0.5), second, first))
        .containsExactly(second);
  }

  @Test
  void nothingSurvivesOfNothing() {
    assertThat(survivors(NonMaximumSuppression.overUnion(0.5))).isEmpty();
  }

  private static List<Candidate> survivors(NonMaximumSuppression nms, Candidate... candidates) {
    return nms.survivors(List.of(candidates), Function.identity());
  }
}

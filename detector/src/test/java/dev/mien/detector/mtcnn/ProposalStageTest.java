// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProposalStageTest {

  /** 16 x 14 pixels have 3 x 2 places. */
  private static final Level LEVEL = new Level(16, 14);

  private static final float[] NO_OFFSETS = new float[4 * 6];

  @Test
  void aPlaceIsAWindowOfTheLevelInPixelsOfThePicture() {
    float[] scores = {0, 0, 0, 0, 0, 0.9f}; // last column of the second row

    List<Proposal> proposals = ProposalStage.decode(scores, NO_OFFSETS, LEVEL, 2, 10, 0.6);

    Candidate window = new Candidate(8, 20, 32, 140, 0.9f);
    assertThat(proposals).containsExactly(new Proposal(window, window));
  }

  @Test
  void onlyScoresAtTheThresholdAndAbovePropose() {
    float[] scores = {0.5f, 0.25f, 0.75f, 0.49f, Float.NaN, 0.5f};

    assertThat(ProposalStage.decode(scores, NO_OFFSETS, LEVEL, 1, 1, 0.5))
        .extracting(proposal -> proposal.seen().score())
        .containsExactly(0.5f, 0.75f, 0.5f);
  }

  @Test
  void offsetsAreFourMapsOverThePlaces() {
    float[] scores = {0, 0.9f, 0, 0, 0, 0};
    float[] offsets = new float[24];
    offsets[1] = 0.5f; // left
    offsets[6 + 1] = -0.25f; // top
    offsets[12 + 1] = 0.25f; // right
    offsets[18 + 1] = 1; // bottom

    List<Proposal> proposals = ProposalStage.decode(scores, offsets, LEVEL, 1, 1, 0.6);

    assertThat(proposals.get(0).face()).isEqualTo(new Candidate(8, -3, 17, 24, 0.9f));
  }
}

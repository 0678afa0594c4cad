// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.detector.image.Octaves;
import dev.mien.detector.image.Picture;
import dev.mien.detector.onnx.OnnxNetwork;
import java.util.List;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.assertj.core.util.FloatComparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProposalStageTest {

  /** 16 x 14 pixels have 3 x 2 places. */
  private static final Tile TILE = new Tile(0, 0, 16, 14);

  private static final float[] NO_OFFSETS = new float[4 * 6];

  @Test
  void aPlaceIsAWindowOfTheLevelInPixelsOfThePicture() {
    float[] scores = {0, 0, 0, 0, 0, 0.9f}; // last column of the second row

    List<Proposal> proposals = ProposalStage.decode(scores, NO_OFFSETS, TILE, 2, 10, 0.6);

    Candidate window = new Candidate(8, 20, 32, 140, 0.9f);
    assertThat(proposals).containsExactly(new Proposal(window, window));
  }

  @Test
  void aPlaceOfATileIsOneOfItsLevel() {
    float[] scores = {0, 0, 0, 0, 0, 0.9f};
    Tile tile = new Tile(100, 40, 16, 14);

    List<Proposal> proposals = ProposalStage.decode(scores, NO_OFFSETS, tile, 2, 10, 0.6);

    Candidate window = new Candidate(208, 420, 232, 540, 0.9f);
    assertThat(proposals).containsExactly(new Proposal(window, window));
  }

  @ParameterizedTest
  @ValueSource(ints = {12, 22, 64, 100})
  void tilesProposeWhatTheWholeLevelDoes(int largestTile) throws Exception {
    MtcnnConfig config = MtcnnConfig.defaults().withMinFace(20);
    try (OnnxNetwork pnet = OnnxNetwork.open(Mtcnn.class, "pnet.onnx", 1);
        Picture sample = Samples.sample("sample4.jpg");
        Picture picture = sample.resized(401, 303);
        Octaves octaves = new Octaves(picture, 20)) {
      List<Level> levels = Level.pyramid(401, 303, 20, 0.709);
      List<Candidate> whole = new ProposalStage(pnet, config, 1_000).candidates(octaves, levels);

      List<Candidate> tiled =
          new ProposalStage(pnet, config, largestTile).candidates(octaves, levels);

      assertThat(whole).hasSizeGreaterThan(50);
      assertThat(tiled)
          .usingRecursiveFieldByFieldElementComparator(
              RecursiveComparisonConfiguration.builder()
                  .withComparatorForType(new FloatComparator(1e-4f), Float.class)
                  .build())
          .containsExactlyInAnyOrderElementsOf(whole);
    }
  }

  @Test
  void onlyScoresAtTheThresholdAndAbovePropose() {
    float[] scores = {0.5f, 0.25f, 0.75f, 0.49f, Float.NaN, 0.5f};

    assertThat(ProposalStage.decode(scores, NO_OFFSETS, TILE, 1, 1, 0.5))
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

    List<Proposal> proposals = ProposalStage.decode(scores, offsets, TILE, 1, 1, 0.6);

    assertThat(proposals.get(0).face()).isEqualTo(new Candidate(8, -3, 17, 24, 0.9f));
  }
}

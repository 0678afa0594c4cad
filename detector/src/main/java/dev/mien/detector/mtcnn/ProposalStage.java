// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import dev.mien.detector.image.Octaves;
import dev.mien.detector.image.Picture;
import dev.mien.detector.image.PixelBatch;
import dev.mien.detector.onnx.OnnxNetwork;
import dev.mien.detector.onnx.Outputs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Runs the P-Net over every level of the image pyramid. */
final class ProposalStage {

  /** From one place of the P-Net to the next, in pixels of the level. */
  private static final int STRIDE = 2;

  private final OnnxNetwork pnet;
  private final MtcnnConfig config;

  ProposalStage(OnnxNetwork pnet, MtcnnConfig config) {
    this.pnet = pnet;
    this.config = config;
  }

  /** Returns squares that may hold a face, the best first. */
  List<Candidate> candidates(Octaves picture, List<Level> levels) {
    NonMaximumSuppression withinLevel = NonMaximumSuppression.overUnion(config.overlaps().level());
    NonMaximumSuppression amongLevels =
        NonMaximumSuppression.overUnion(config.overlaps().pyramid());
    List<Proposal> all = new ArrayList<>();
    for (Level level : levels) {
      all.addAll(withinLevel.survivors(best(proposals(picture, level)), Proposal::seen));
    }
    List<Proposal> survivors = best(amongLevels.survivors(all, Proposal::seen));
    return Proposal.squares(survivors, picture.whole());
  }

  private List<Proposal> proposals(Octaves picture, Level level) {
    try (Picture scaled = picture.resized(level.width(), level.height());
        PixelBatch pixels = new PixelBatch(1, level.width(), level.height())) {
      pixels.put(0, scaled);
      Outputs outputs = pnet.run(pixels.first(1), 1, 3, level.height(), level.width());
      return decode(
          outputs.of("score"),
          outputs.of("offsets"),
          level,
          (float) picture.whole().width() / level.width(),
          (float) picture.whole().height() / level.height(),
          config.thresholds().pnet());
    }
  }

  /** Turns the maps of one level into proposals in pixels of the picture. */
  static List<Proposal> decode(
      float[] scores, float[] offsets, Level level, float scaleX, float scaleY, double threshold) {
    int columns = (level.width() - Level.WINDOW + 1) / STRIDE + 1;
    List<Proposal> proposals = new ArrayList<>();
    for (int place = 0; place < scores.length; place++) {
      if (scores[place] >= threshold) {
        int x = place % columns * STRIDE;
        int y = place / columns * STRIDE;
        Candidate seen =
            new Candidate(
                x * scaleX,
                y * scaleY,
                (x + Level.WINDOW) * scaleX,
                (y + Level.WINDOW) * scaleY,
                scores[place]);
        proposals.add(new Proposal(seen, seen.moved(offsets, place, scores.length)));
      }
    }
    return proposals;
  }

  private List<Proposal> best(List<Proposal> proposals) {
    return proposals.size() <= config.maxCandidates()
        ? proposals
        : proposals.stream()
            .sorted(Comparator.comparing(proposal -> -proposal.seen().score()))
            .limit(config.maxCandidates())
            .toList();
  }
}

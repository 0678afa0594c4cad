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

  /** Of a level; most of what the P-Net sees overlaps with something better. */
  private static final int PROPOSALS_PER_CANDIDATE = 4;

  private final OnnxNetwork pnet;
  private final MtcnnConfig config;
  private final int largestTile;

  /**
   * Takes a network.
   *
   * @param largestTile side in pixels, even, above which a level is run in parts
   */
  ProposalStage(OnnxNetwork pnet, MtcnnConfig config, int largestTile) {
    this.pnet = pnet;
    this.config = config;
    this.largestTile = largestTile;
  }

  /** Returns squares that may hold a face, the best first. */
  List<Candidate> candidates(Octaves picture, List<Level> levels) {
    NonMaximumSuppression withinLevel = NonMaximumSuppression.overUnion(config.overlaps().level());
    NonMaximumSuppression amongLevels =
        NonMaximumSuppression.overUnion(config.overlaps().pyramid());
    List<Proposal> all = new ArrayList<>();
    for (Level level : levels) {
      all.addAll(
          withinLevel.survivors(proposals(picture, level), Proposal::seen, config.maxCandidates()));
    }
    List<Proposal> survivors = amongLevels.survivors(all, Proposal::seen, config.maxCandidates());
    return Proposal.squares(survivors, picture.whole());
  }

  /** Returns the best of a level, as many as may be, so that no picture fills the memory. */
  private List<Proposal> proposals(Octaves picture, Level level) {
    List<Proposal> proposals = List.of();
    int most = PROPOSALS_PER_CANDIDATE * config.maxCandidates();
    try (Picture scaled = picture.resized(level.width(), level.height())) {
      for (Tile tile : Tile.of(level, largestTile)) {
        List<Proposal> more = new ArrayList<>(proposals);
        more.addAll(proposals(scaled, tile, picture.whole()));
        proposals = best(more, most);
      }
    }
    return proposals;
  }

  private List<Proposal> proposals(Picture level, Tile tile, Picture whole) {
    try (PixelBatch pixels = new PixelBatch(1, tile.width(), tile.height())) {
      pixels.put(0, level, tile.left(), tile.top());
      Outputs outputs = pnet.run(pixels.first(1), 1, 3, tile.height(), tile.width());
      return decode(
          outputs.of("score"),
          outputs.of("offsets"),
          tile,
          (float) whole.width() / level.width(),
          (float) whole.height() / level.height(),
          config.thresholds().pnet());
    }
  }

  /** Turns the maps of one tile into proposals in pixels of the picture. */
  static List<Proposal> decode(
      float[] scores, float[] offsets, Tile tile, float scaleX, float scaleY, double threshold) {
    int columns = tile.columns();
    List<Proposal> proposals = new ArrayList<>();
    for (int place = 0; place < scores.length; place++) {
      if (scores[place] >= threshold) {
        int x = tile.left() + place % columns * Tile.STRIDE;
        int y = tile.top() + place / columns * Tile.STRIDE;
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

  private static List<Proposal> best(List<Proposal> proposals, int most) {
    return proposals.size() <= most
        ? proposals
        : proposals.stream()
            .sorted(Comparator.comparing(proposal -> -proposal.seen().score()))
            .limit(most)
            .toList();
  }
}

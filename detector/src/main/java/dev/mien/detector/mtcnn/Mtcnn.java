// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import dev.mien.detector.Detection;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.image.Octaves;
import dev.mien.detector.image.Picture;
import dev.mien.detector.onnx.OnnxNetwork;
import dev.mien.detector.onnx.Outputs;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Three networks, each stricter than the one before: Zhang, Zhang, Li and Qiao 2016, "Joint Face
 * Detection and Alignment using Multi-task Cascaded Convolutional Networks".
 */
public final class Mtcnn implements FaceDetector {

  private static final List<String> FILES = List.of("pnet.onnx", "rnet.onnx", "onet.onnx");

  private static final int RNET_SIDE = 24;
  private static final int ONET_SIDE = 48;

  private final MtcnnConfig config;
  private final MtcnnListener listener;
  private final List<OnnxNetwork> networks;
  private final ProposalStage pnet;
  private final PatchRunner rnet;
  private final PatchRunner onet;

  private Mtcnn(MtcnnConfig config, MtcnnListener listener, List<OnnxNetwork> networks) {
    this.config = config;
    this.listener = listener;
    this.networks = List.copyOf(networks);
    this.pnet = new ProposalStage(networks.get(0), config, Tile.LARGEST_SIDE);
    this.rnet = new PatchRunner(networks.get(1), RNET_SIDE, config.batch());
    this.onet = new PatchRunner(networks.get(2), ONET_SIDE, config.batch());
  }

  /**
   * Opens the networks that are part of this module.
   *
   * @throws StageFailure if they are missing or unreadable
   */
  public static Mtcnn open(MtcnnConfig config, MtcnnListener listener) {
    try {
      return new Mtcnn(config, listener, networks(config.threads()));
    } catch (IOException e) {
      throw new StageFailure(
          "the face detector cannot be opened: %s. Is the installation complete?"
              .formatted(FileProblem.reason(e)),
          e);
    }
  }

  private static List<OnnxNetwork> networks(int threads) throws IOException {
    List<OnnxNetwork> networks = new ArrayList<>();
    try {
      for (String file : FILES) {
        networks.add(OnnxNetwork.open(Mtcnn.class, file, threads));
      }
      return networks;
    } catch (IOException | RuntimeException e) {
      networks.forEach(OnnxNetwork::close);
      throw e;
    }
  }

  @Override
  public List<Detection> detect(Picture picture) {
    try (Octaves octaves = new Octaves(picture, config.minFace())) {
      return output(octaves, refined(octaves, proposed(octaves)));
    }
  }

  private List<Candidate> proposed(Octaves picture) {
    Picture whole = picture.whole();
    List<Level> levels =
        Level.pyramid(whole.width(), whole.height(), config.minFace(), config.factor());
    long start = System.nanoTime();
    List<Candidate> candidates = pnet.candidates(picture, levels);
    listener.completed(Net.PNET, levels.size(), System.nanoTime() - start);
    return candidates;
  }

  private List<Candidate> refined(Octaves picture, List<Candidate> candidates) {
    long start = System.nanoTime();
    List<Proposal> proposals =
        rnet.run(picture, candidates, config.thresholds().rnet(), Mtcnn::proposal);
    List<Proposal> survivors =
        NonMaximumSuppression.overUnion(config.overlaps().rnet())
            .survivors(proposals, Proposal::seen);
    listener.completed(Net.RNET, candidates.size(), System.nanoTime() - start);
    return Proposal.squares(survivors, picture.whole());
  }

  private List<Detection> output(Octaves picture, List<Candidate> candidates) {
    long start = System.nanoTime();
    List<Found> found = onet.run(picture, candidates, config.thresholds().onet(), Found::decode);
    List<Found> survivors =
        NonMaximumSuppression.overSmaller(config.overlaps().onet())
            .survivors(found.stream().filter(f -> f.face().hasArea()).toList(), Found::face);
    listener.completed(Net.ONET, candidates.size(), System.nanoTime() - start);
    return survivors.stream().map(Found::detection).toList();
  }

  private static Proposal proposal(Candidate seen, Outputs outputs, int index) {
    float[] offsets = outputs.of("offsets");
    return new Proposal(seen, seen.moved(offsets, 4 * index, 1));
  }

  @Override
  public void close() {
    networks.forEach(OnnxNetwork::close);
  }

  /** What the O-Net makes of one candidate. */
  private record Found(Candidate face, Landmarks landmarks) {

    static Found decode(Candidate seen, Outputs outputs, int index) {
      float[] offsets = outputs.of("offsets");
      float[] points = outputs.of("landmarks");
      int at = 10 * index;
      return new Found(
          seen.moved(offsets, 4 * index, 1),
          new Landmarks(
              point(seen, points, at),
              point(seen, points, at + 1),
              point(seen, points, at + 2),
              point(seen, points, at + 3),
              point(seen, points, at + 4)));
    }

    /**
     * The network has every x, then every y, as shares of the side from the corner of the corner
     * pixel; a {@link Point} counts from the centre of it.
     */
    private static Point point(Candidate seen, float[] points, int at) {
      return new Point(
          seen.left() + points[at] * seen.width() - 0.5f,
          seen.top() + points[at + 5] * seen.height() - 0.5f);
    }

    Detection detection() {
      return new Detection(face.box(), landmarks, face.score());
    }
  }
}

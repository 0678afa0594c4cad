// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import dev.mien.detector.image.Octaves;
import dev.mien.detector.image.PixelBatch;
import dev.mien.detector.onnx.OnnxNetwork;
import dev.mien.detector.onnx.Outputs;
import java.util.ArrayList;
import java.util.List;

/** Cuts candidates out of a picture and runs them through the R-Net or O-Net, batch by batch. */
final class PatchRunner {

  private final OnnxNetwork net;
  private final int side;
  private final int batch;

  /**
   * Takes a network.
   *
   * @param side of the squares that it takes, in pixels
   * @param batch most squares that it gets at once
   */
  PatchRunner(OnnxNetwork net, int side, int batch) {
    this.net = net;
    this.side = side;
    this.batch = batch;
  }

  /** Makes something of one candidate. */
  @FunctionalInterface
  interface Decoder<T> {

    /**
     * Called for each candidate that scores high enough.
     *
     * @param candidate with the score of this network
     * @param outputs of the whole batch
     * @param index of the candidate in the batch
     */
    T decode(Candidate candidate, Outputs outputs, int index);
  }

  /** Returns what the decoder makes of each candidate at or above the threshold, in their order. */
  <T> List<T> run(
      Octaves picture, List<Candidate> candidates, double threshold, Decoder<T> decoder) {
    List<T> decoded = new ArrayList<>();
    try (PixelBatch pixels =
        new PixelBatch(Math.min(batch, Math.max(1, candidates.size())), side, side)) {
      for (int from = 0; from < candidates.size(); from += batch) {
        List<Candidate> some = candidates.subList(from, Math.min(from + batch, candidates.size()));
        Outputs outputs = outputs(picture, some, pixels);
        float[] scores = outputs.of("score");
        for (int i = 0; i < scores.length; i++) {
          if (scores[i] >= threshold) {
            decoded.add(decoder.decode(some.get(i).withScore(scores[i]), outputs, i));
          }
        }
      }
    }
    return decoded;
  }

  private Outputs outputs(Octaves picture, List<Candidate> candidates, PixelBatch pixels) {
    for (int i = 0; i < candidates.size(); i++) {
      Candidate square = candidates.get(i);
      pixels.put(i, picture, (int) square.left(), (int) square.top(), (int) square.width());
    }
    return net.run(pixels.first(candidates.size()), candidates.size(), 3, side, side);
  }
}

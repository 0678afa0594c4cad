// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

/**
 * How hard to look for faces.
 *
 * @param minFace side of the smallest face to find, in pixels, {@value #SMALLEST_FACE} or more;
 *     time falls with its square
 * @param factor from one level of the image pyramid to the next, above 0 and below 1
 * @param thresholds scores that a candidate needs
 * @param overlaps at which the lesser of two candidates goes
 * @param maxCandidates that the R-Net takes from one picture, the best first: the bound of time and
 *     memory for pictures that are all texture; a face has about five
 * @param batch candidates that go through a network at once
 * @param threads that a network may use for one picture
 */
public record MtcnnConfig(
    int minFace,
    double factor,
    Thresholds thresholds,
    Overlaps overlaps,
    int maxCandidates,
    int batch,
    int threads) {

  /** What the P-Net sees at once, in pixels: a smaller face cannot be found. */
  public static final int SMALLEST_FACE = 12;

  /**
   * Scores of 0 to 1 below which a candidate is no face.
   *
   * @param pnet of the P-Net
   * @param rnet of the R-Net
   * @param onet of the O-Net
   */
  public record Thresholds(double pnet, double rnet, double onet) {

    /**
     * Checks every threshold.
     *
     * @throws IllegalArgumentException naming it and its value
     */
    public Thresholds {
      check("threshold of the P-Net", pnet, 0, 1);
      check("threshold of the R-Net", rnet, 0, 1);
      check("threshold of the O-Net", onet, 0, 1);
    }
  }

  /**
   * Shares of common area, 0 to 1, above which the candidate with the lower score is dropped.
   *
   * @param level intersection over union within one level of the pyramid
   * @param pyramid intersection over union among all levels
   * @param rnet intersection over union after the R-Net
   * @param onet intersection over the smaller area after the O-Net
   */
  public record Overlaps(double level, double pyramid, double rnet, double onet) {

    /**
     * Checks every share.
     *
     * @throws IllegalArgumentException naming it and its value
     */
    public Overlaps {
      check("overlap within a level", level, 0, 1);
      check("overlap in the pyramid", pyramid, 0, 1);
      check("overlap after the R-Net", rnet, 0, 1);
      check("overlap after the O-Net", onet, 0, 1);
    }
  }

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException naming it and its value
   */
  public MtcnnConfig {
    check("smallest face", minFace, SMALLEST_FACE, 10_000);
    check("pyramid factor", factor, 0.1, 0.95);
    check("candidates", maxCandidates, 1, 100_000);
    check("batch", batch, 1, 10_000);
    check("threads", threads, 1, 1_000);
  }

  /** Returns the values of Zhang et al. 2016 and their code, for faces of 40 pixels and more. */
  public static MtcnnConfig defaults() {
    return new MtcnnConfig(
        40, 0.709, new Thresholds(0.6, 0.7, 0.7), new Overlaps(0.5, 0.7, 0.7, 0.7), 5_000, 64, 1);
  }

  /** Returns the same but for the side of the smallest face in pixels. */
  public MtcnnConfig withMinFace(int pixels) {
    return new MtcnnConfig(pixels, factor, thresholds, overlaps, maxCandidates, batch, threads);
  }

  /** Returns the same but for the pyramid factor. */
  public MtcnnConfig withFactor(double value) {
    return new MtcnnConfig(minFace, value, thresholds, overlaps, maxCandidates, batch, threads);
  }

  /** Returns the same but for the thresholds. */
  public MtcnnConfig withThresholds(Thresholds values) {
    return new MtcnnConfig(minFace, factor, values, overlaps, maxCandidates, batch, threads);
  }

  /** Returns the same but for the threads. */
  public MtcnnConfig withThreads(int count) {
    return new MtcnnConfig(minFace, factor, thresholds, overlaps, maxCandidates, batch, count);
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d, expected %d to %d".formatted(name, value, min, max));
    }
  }

  private static void check(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          "%s is %s, expected %s to %s".formatted(name, value, min, max));
    }
  }
}

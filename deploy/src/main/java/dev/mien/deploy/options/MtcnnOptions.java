// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.detector.mtcnn.MtcnnConfig;
import dev.mien.detector.mtcnn.MtcnnConfig.Thresholds;
import picocli.CommandLine.Option;

/** How hard to look for faces. */
public final class MtcnnOptions {

  @Option(
      names = "--min-face",
      paramLabel = "<pixels>",
      defaultValue = "40",
      description = "side of the smallest face to find (default: ${DEFAULT-VALUE})")
  private int minFace;

  @Option(
      names = "--pyramid-factor",
      paramLabel = "<factor>",
      defaultValue = "0.709",
      description =
          "scale from one level of the image pyramid to the next (default: ${DEFAULT-VALUE})")
  private double factor;

  @Option(
      names = "--thresholds",
      paramLabel = "<p,r,o>",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "0.6,0.7,0.7",
      description = "scores that P-Net, R-Net and O-Net ask for (default: ${DEFAULT-VALUE})")
  private double[] thresholds;

  @Option(
      names = "--mtcnn-threads",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "threads that a network may use for one frame (default: ${DEFAULT-VALUE})")
  private int threads;

  /**
   * Returns the configuration.
   *
   * @throws IllegalArgumentException naming an option and its value
   */
  public MtcnnConfig config() {
    if (thresholds.length != 3) {
      throw new IllegalArgumentException(
          "--thresholds has " + thresholds.length + " values, expected 3, for example 0.6,0.7,0.7");
    }
    return MtcnnConfig.defaults()
        .withMinFace(minFace)
        .withFactor(factor)
        .withThresholds(new Thresholds(thresholds[0], thresholds[1], thresholds[2]))
        .withThreads(threads);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

/** Is told what each network had to do for a picture. Called by every thread that detects. */
@FunctionalInterface
public interface MtcnnListener {

  /** Listens to nothing. */
  MtcnnListener NONE = (net, inputs, nanos) -> {};

  /**
   * A network is done with a picture.
   *
   * @param net that ran
   * @param inputs that it was given: levels of the pyramid for the P-Net, candidates for the others
   * @param nanos that cutting out, inference and selection took, in nanoseconds
   */
  void completed(Net net, int inputs, long nanos);
}

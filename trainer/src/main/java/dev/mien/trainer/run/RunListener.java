// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import java.nio.file.Path;

/** Hears how a run goes on. All from the thread that trains. */
public interface RunListener {

  /** Hears nothing. */
  RunListener NONE = new RunListener() {};

  /**
   * A step was done.
   *
   * @param epoch from 1
   * @param step of the epoch, from 1
   * @param steps of an epoch
   * @param loss of the step
   * @param classification l_cls of the step
   * @param consistency l_cons of the step, without lambda
   * @param imagesPerSecond since the epoch began
   * @param secondsLeft of the run
   */
  record Step(
      int epoch,
      int step,
      int steps,
      double loss,
      double classification,
      double consistency,
      double imagesPerSecond,
      double secondsLeft) {}

  /** Another process stores what the frozen stages make of pictures; this one waits for it. */
  default void waits(Path file) {}

  /** What the frozen stages make of pictures is being stored. */
  default void stored(int pictures, int all) {}

  /** A step was done. */
  default void stepped(Step step) {}

  /** An epoch was done and its checkpoint is written. */
  default void finished(EpochResult result) {}
}

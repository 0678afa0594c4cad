// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

/** Sums over the steps of an epoch. */
final class Sums {

  private double loss;
  private double classification;
  private double consistency;
  private double seconds;
  private int leftOut;

  // Since this process began with the epoch.
  private double timed;
  private long images;
  private int steps;

  void set(Learner.Step total, int without, double time) {
    leftOut = without;
    loss = total.loss();
    classification = total.classification();
    consistency = total.consistency();
    seconds = time;
  }

  void clear() {
    set(new Learner.Step(0, 0, 0), 0, 0);
    timed = 0;
    images = 0;
    steps = 0;
  }

  void add(Learner.Step step, long inputs, double time) {
    if (step.hasLoss()) {
      loss += step.loss();
      classification += step.classification();
      consistency += step.consistency();
    } else {
      leftOut++;
    }
    seconds += time;
    timed += time;
    images += inputs;
    steps++;
  }

  Learner.Step total() {
    return new Learner.Step(loss, classification, consistency);
  }

  /** Returns the mean over the steps that had a loss. */
  Learner.Step mean(int all) {
    int count = all - leftOut;
    return new Learner.Step(loss / count, classification / count, consistency / count);
  }

  /** Returns how many steps had no loss, because half precision overflowed. */
  int leftOut() {
    return leftOut;
  }

  double seconds() {
    return seconds;
  }

  double secondsPerStep() {
    return timed / steps;
  }

  double imagesPerSecond() {
    return images / timed;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.data.Part;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an epoch gave.
 *
 * @param epoch from 1
 * @param loss mean of the steps
 * @param classification mean of l_cls
 * @param consistency mean of l_cons, without lambda
 * @param learningRate of the epoch
 * @param seconds that its steps took
 * @param imagesPerSecond inputs that the network saw, other views included
 * @param accuracies on the parts that were looked at, by their name in lower case
 */
public record EpochResult(
    int epoch,
    double loss,
    double classification,
    double consistency,
    double learningRate,
    double seconds,
    double imagesPerSecond,
    Map<String, Accuracy> accuracies) {

  /** Copies the map, sorted: what is said and stored is the same in every process. */
  public EpochResult {
    accuracies = Collections.unmodifiableMap(new TreeMap<>(accuracies));
  }

  /** Name of the part that settings are chosen by. */
  private static final String VALIDATION = Part.VALIDATION.written();

  /** Returns whether the validation part chooses it among these epochs. */
  public boolean isBestOf(List<EpochResult> epochs) {
    return accuracies.containsKey(VALIDATION) && epochs.stream().allMatch(this::isAsGoodAs);
  }

  /**
   * Returns whether it is at least as good as another one: by the validation part, if both were
   * examined on it. One that was goes before one that was not; of two that were not, the later one.
   */
  boolean isAsGoodAs(EpochResult other) {
    Accuracy mine = accuracies.get(VALIDATION);
    Accuracy others = other.accuracies.get(VALIDATION);
    if (mine == null || others == null) {
      return mine != null || (others == null && epoch >= other.epoch);
    }
    return mine.merit() >= others.merit();
  }
}

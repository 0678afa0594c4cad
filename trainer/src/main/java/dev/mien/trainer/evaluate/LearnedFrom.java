// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.evaluate;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Imbalance;
import dev.mien.trainer.data.Part;
import java.util.Map;

/**
 * Which faces a model learned from, as its file says.
 *
 * @param data hash of the set
 * @param imbalanceFactor of the subset, 0 for all faces
 * @param seed of the subset
 */
public record LearnedFrom(String data, double imbalanceFactor, long seed) {

  /** Key of {@link #data} in the properties of a model file. */
  public static final String DATA = "data.sha256";

  /** Key of {@link #seed} in the properties of a model file. */
  public static final String SEED = "seed";

  /** How the keys of settings begin. */
  public static final String SETTING = "setting.";

  private static final String FACTOR = SETTING + "imbalanceFactor";

  /**
   * Reads the properties of a model file.
   *
   * @throws StageFailure if it is not one that the trainer made
   */
  public static LearnedFrom of(Map<String, String> properties) {
    try {
      return new LearnedFrom(
          properties.getOrDefault(DATA, ""),
          Double.parseDouble(properties.getOrDefault(FACTOR, "")),
          Long.parseLong(properties.getOrDefault(SEED, "")));
    } catch (NumberFormatException e) {
      throw new StageFailure(
          "the model file does not say what it learned from (%s, %s): take one of 'mien train'"
              .formatted(FACTOR, SEED),
          e);
    }
  }

  /**
   * Returns the faces of the training part that it learned from, ascending.
   *
   * @throws StageFailure if it learned from all of them, or from another set
   */
  public int[] subset(FaceSet set) {
    if (imbalanceFactor < 1) {
      throw new StageFailure(
          "the model's run left no faces out: take the model of one with --imbalance-factor");
    }
    if (!data.equals(set.hash())) {
      throw new StageFailure(
          "the model learned from a set of SHA-256 %s, --data has %s: give the set of its run"
              .formatted(data, set.hash()));
    }
    return Imbalance.subset(set, Part.TRAIN, imbalanceFactor, seed);
  }
}

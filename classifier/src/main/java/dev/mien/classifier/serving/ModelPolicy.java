// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

/**
 * How a classifier deals with versions of the model that are published while it runs.
 *
 * @param shadow share of the faces that the newest candidate classifies, too, 0 to 1
 * @param autoRollback whether a promotion is taken back where the new model fails or is slow
 */
public record ModelPolicy(double shadow, boolean autoRollback) {

  /** No shadow; promotions that fail are taken back. */
  public static final ModelPolicy DEFAULT = new ModelPolicy(0, true);

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException naming its value
   */
  public ModelPolicy {
    if (!(shadow >= 0 && shadow <= 1)) {
      throw new IllegalArgumentException(
          "shadow is " + shadow + ", expected a share of the faces, 0 to 1");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import dev.mien.trainer.method.Method;
import dev.mien.trainer.run.Settings;
import java.math.BigDecimal;
import java.util.Map;

/**
 * One run of a table.
 *
 * @param method a name of {@link Method#named}
 * @param factor imbalance factor of the training pictures, 1 or more
 * @param seed of the run and the choice of the pictures
 */
public record Cell(String method, double factor, long seed) {

  /**
   * Checks method and factor.
   *
   * @throws IllegalArgumentException if there is no method of that name, or no subset of that
   *     factor
   */
  public Cell {
    Method.named(method);
    if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "imbalance factor %s, expected 1 (for as many of each class as there are) or more"
              .formatted(factor));
    }
  }

  /** Returns settings that all cells share, with those of this one over them. */
  public Settings over(Settings shared) {
    return shared.withMethod(method).with(Map.of("imbalanceFactor", factor, "seed", seed));
  }

  /** Returns a name for files, such as {@code rac+rsl-100-1}. */
  String name() {
    return "%s-%s-%d".formatted(method, number(factor), seed);
  }

  /** Returns a factor without zeros that say nothing: {@code 100}, {@code 1.5}. */
  static String number(double factor) {
    return BigDecimal.valueOf(factor).stripTrailingZeros().toPlainString();
  }
}

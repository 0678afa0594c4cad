// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import java.util.List;

/**
 * A face, or its mirror image, with the attention map of every class.
 *
 * @param picture the face, not mirrored, as the address of an embedded PNG
 * @param label class that it shows
 * @param mirrored whether it was mirrored for the network
 * @param columns of a map
 * @param maps one for each class, in the model's order
 */
public record AttentionSample(
    String picture, String label, boolean mirrored, int columns, List<Map> maps) {

  /** Copies the list. */
  public AttentionSample {
    maps = List.copyOf(maps);
  }

  /**
   * What a class looks at.
   *
   * @param name of the class
   * @param map colours that lie over the face, a cell more on each side, as the address of an
   *     embedded PNG
   * @param probability that the model gives the class
   * @param isTrue whether the face shows this class
   */
  public record Map(String name, String map, String probability, boolean isTrue) {}
}

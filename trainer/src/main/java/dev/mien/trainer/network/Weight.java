// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import java.util.List;

/**
 * Something that a network keeps between two pictures.
 *
 * @param name as in PyTorch's state dictionaries
 * @param shape lengths of the axes
 * @param initializer what it begins with
 * @param stage name of the stage that it belongs to
 */
public record Weight(String name, List<Long> shape, Initializer initializer, String stage) {

  /** Copies the shape. */
  public Weight {
    shape = List.copyOf(shape);
  }

  /** Returns whether it is a running figure that no gradient changes. */
  public boolean isBuffer() {
    return name.endsWith(".running_mean") || name.endsWith(".running_var");
  }

  /** Returns how many numbers it has. */
  public int count() {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }
}

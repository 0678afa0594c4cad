// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.onnx;

import java.util.Map;

/** What a network made of its input. */
public final class Outputs {

  private final Map<String, float[]> byName;

  Outputs(Map<String, float[]> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Returns the numbers of one output, the last dimension fastest.
   *
   * @throws IllegalArgumentException if the network has no such output
   */
  public float[] of(String name) {
    float[] numbers = byName.get(name);
    if (numbers == null) {
      throw new IllegalArgumentException("no output '" + name + "' among " + byName.keySet());
    }
    return numbers;
  }
}

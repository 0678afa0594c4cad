// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

/**
 * A place in a picture. The centre of the top left pixel is (0, 0); x grows to the right, y down;
 * places outside the picture are allowed. The edges of a {@link Box} are counted from the corner of
 * that pixel instead: in its terms the point is (x + 0.5, y + 0.5).
 *
 * @param x in pixels
 * @param y in pixels
 */
public record Point(float x, float y) {

  /**
   * Checks both coordinates.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public Point {
    Check.finite("x", x);
    Check.finite("y", y);
  }
}

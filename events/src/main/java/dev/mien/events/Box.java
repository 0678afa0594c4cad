// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * An upright rectangle in a picture, which may reach beyond its edges. Its own edges are counted
 * from the corner of the top left pixel, so that the whole picture is (0, 0, width, height); those
 * of a {@link Point} from the centre of that pixel, half a pixel further.
 *
 * @param left x of the left edge, in pixels
 * @param top y of the upper edge, in pixels
 * @param width in pixels, above 0
 * @param height in pixels, above 0
 */
@JsonPropertyOrder({"left", "top", "width", "height"})
public record Box(float left, float top, float width, float height) {

  /**
   * Checks every component.
   *
   * @throws IllegalArgumentException if one is not finite or the box has no area
   */
  public Box {
    Check.finite("left", left);
    Check.finite("top", top);
    Check.range("box width", width, Float.MIN_VALUE, Float.MAX_VALUE);
    Check.range("box height", height, Float.MIN_VALUE, Float.MAX_VALUE);
  }

  /** Returns the area in square pixels. */
  public float area() {
    return width * height;
  }

  /** Returns the x of the centre. */
  public float centreX() {
    return left + width / 2;
  }

  /** Returns the y of the centre. */
  public float centreY() {
    return top + height / 2;
  }

  /** Returns the geometric mean of width and height. */
  public double side() {
    return Math.sqrt(area());
  }

  /** Returns how far apart the centres are. */
  public double distance(Box other) {
    return Math.hypot(centreX() - other.centreX(), centreY() - other.centreY());
  }

  /** Returns the area that both boxes cover, divided by the area that either covers: 0 to 1. */
  public float intersectionOverUnion(Box other) {
    float intersection = intersection(other);
    return intersection / (area() + other.area() - intersection);
  }

  /** Returns the area that both boxes cover, in square pixels. */
  public float intersection(Box other) {
    float w = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
    float h = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
    return Math.max(0, w) * Math.max(0, h);
  }
}

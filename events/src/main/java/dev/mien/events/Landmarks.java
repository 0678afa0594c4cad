// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The five points of a face that alignment rests on. Left and right are those of the picture: the
 * left eye here is the subject's right one.
 *
 * @param leftEye centre of the eye on the left of the picture
 * @param rightEye centre of the eye on the right of the picture
 * @param nose tip of the nose
 * @param leftMouth corner of the mouth on the left of the picture
 * @param rightMouth corner of the mouth on the right of the picture
 */
@JsonPropertyOrder({"leftEye", "rightEye", "nose", "leftMouth", "rightMouth"})
public record Landmarks(
    Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth) {

  /**
   * Takes the points in the order of {@link #points}.
   *
   * @throws IllegalArgumentException if they are not five
   */
  public static Landmarks of(List<Point> points) {
    Check.range("number of landmarks", points.size(), 5, 5);
    return new Landmarks(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
  }

  /** Returns the points in the order of the components, which is that of the ArcFace template. */
  public List<Point> points() {
    return List.of(leftEye, rightEye, nose, leftMouth, rightMouth);
  }
}

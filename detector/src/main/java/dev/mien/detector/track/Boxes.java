// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import dev.mien.events.Box;

/** Where boxes are and how far apart. */
final class Boxes {

  private Boxes() {}

  static float centreX(Box box) {
    return box.left() + box.width() / 2;
  }

  static float centreY(Box box) {
    return box.top() + box.height() / 2;
  }

  /** Returns the geometric mean of width and height. */
  static double side(Box box) {
    return Math.sqrt(box.area());
  }

  static double distance(Box a, Box b) {
    return Math.hypot(centreX(a) - centreX(b), centreY(a) - centreY(b));
  }
}

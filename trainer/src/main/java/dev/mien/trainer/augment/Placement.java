// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import java.util.random.RandomGenerator;

/**
 * Where in the picture a place of the result is, both counted in pixels from the middle: (a b; c d)
 * times the place, plus (x, y).
 */
record Placement(double a, double b, double c, double d, double x, double y) {

  static Placement random(Augmentation strength, int side, RandomGenerator random) {
    double angle = Math.toRadians(strength.rotation() * between(random));
    double scale = 1 / (1 + strength.zoom() * between(random));
    double mirror = random.nextDouble() < strength.flip() ? -1 : 1;
    double cos = Math.cos(angle) * scale;
    double sin = Math.sin(angle) * scale;
    double reach = strength.shift() * side;
    return new Placement(
        mirror * cos, -sin, mirror * sin, cos, reach * between(random), reach * between(random));
  }

  private static double between(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import java.util.random.RandomGenerator;

/** A part of a picture that is lost (random erasing, Zhong et al. 2020). */
record Rectangle(int left, int top, int width, int height) {

  private static final int CHANNELS = 3;
  private static final double LEAST_AREA = 0.02;
  private static final double MOST_AREA = 0.25;
  private static final double MOST_ASPECT = 3.3;

  static Rectangle random(int side, RandomGenerator random) {
    double area = random.nextDouble(LEAST_AREA, MOST_AREA) * side * side;
    double aspect = Math.pow(MOST_ASPECT, 2 * random.nextDouble() - 1);
    int width = Math.min(side, (int) Math.round(Math.sqrt(area * aspect)));
    int height = Math.min(side, (int) Math.round(Math.sqrt(area / aspect)));
    int left = random.nextInt(side - width + 1);
    return new Rectangle(left, random.nextInt(side - height + 1), width, height);
  }

  /** Fills it with grey noise. */
  void erase(byte[] rgb, int side, RandomGenerator random) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        byte level = (byte) random.nextInt();
        for (int channel = 0; channel < CHANNELS; channel++) {
          rgb[(y * side + x) * CHANNELS + channel] = level;
        }
      }
    }
  }
}

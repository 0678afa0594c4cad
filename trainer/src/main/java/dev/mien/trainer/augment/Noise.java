// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Noise of a camera in bad light, the same in the three colours of a pixel. */
final class Noise {

  private static final int CHANNELS = 3;
  private static final int WHITE = 255;

  /** Normal numbers to draw from: drawing them anew for each pixel takes most of the time. */
  private static final int DRAWN = 1 << 12;

  private final float[] normal = new float[DRAWN];

  Noise() {
    RandomGenerator random = new SplittableRandom(1);
    for (int i = 0; i < DRAWN; i++) {
      normal[i] = (float) random.nextGaussian();
    }
  }

  void apply(byte[] rgb, double deviation, RandomGenerator random) {
    float strength = (float) (WHITE * deviation);
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      int change = Math.round(normal[random.nextInt() & (DRAWN - 1)] * strength);
      for (int channel = 0; channel < CHANNELS; channel++) {
        int value = (rgb[i + channel] & 0xff) + change;
        rgb[i + channel] = (byte) Math.max(0, Math.min(WHITE, value));
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

import java.util.random.RandomGenerator;

/** Another light: one curve for each colour, and perhaps no colours at all. */
final class Colours {

  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;
  private static final int WHITE = 255;

  private final boolean grey;
  private final byte[][] curves;

  private Colours(boolean grey, byte[][] curves) {
    this.grey = grey;
    this.curves = curves;
  }

  static Colours random(Augmentation strength, RandomGenerator random) {
    boolean grey = random.nextDouble() < strength.grey();
    double brightness = strength.brightness() * between(random);
    double contrast = 1 + strength.contrast() * between(random);
    double gamma = Math.pow(1 + strength.gamma(), between(random));
    byte[][] curves = new byte[CHANNELS][];
    for (int channel = 0; channel < CHANNELS; channel++) {
      double white = 1 + strength.tint() * between(random);
      curves[channel] = curve(brightness, contrast, gamma, white);
    }
    return new Colours(grey, curves);
  }

  private static double between(RandomGenerator random) {
    return 2 * random.nextDouble() - 1;
  }

  /** Grey faces, too, are to get colours, as skin has: white is what is multiplied, black stays. */
  private static byte[] curve(double brightness, double contrast, double gamma, double white) {
    byte[] curve = new byte[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      double light = Math.pow((double) level / WHITE, gamma);
      double changed = (0.5 + (light - 0.5) * contrast + brightness) * white;
      curve[level] = (byte) Math.round(WHITE * Math.max(0, Math.min(1, changed)));
    }
    return curve;
  }

  void apply(byte[] rgb) {
    if (grey) {
      turnGrey(rgb);
    }
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      rgb[i] = curves[0][rgb[i] & 0xff];
      rgb[i + 1] = curves[1][rgb[i + 1] & 0xff];
      rgb[i + 2] = curves[2][rgb[i + 2] & 0xff];
    }
  }

  /** The weights of ITU-R BT.601, in 1/256. */
  private static void turnGrey(byte[] rgb) {
    for (int i = 0; i < rgb.length; i += CHANNELS) {
      int sum = 77 * (rgb[i] & 0xff) + 150 * (rgb[i + 1] & 0xff) + 29 * (rgb[i + 2] & 0xff);
      byte luma = (byte) (sum >> 8);
      rgb[i] = luma;
      rgb[i + 1] = luma;
      rgb[i + 2] = luma;
    }
  }
}

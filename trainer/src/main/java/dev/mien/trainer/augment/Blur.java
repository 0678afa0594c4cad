// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

/** Pictures as from a small camera: shrunk and enlarged again. */
final class Blur {

  private static final int CHANNELS = 3;

  private final int side;

  Blur(int side) {
    this.side = side;
  }

  void apply(byte[] rgb, double factor) {
    int small = Math.max(2, (int) Math.round(side * factor));
    byte[] shrunk = new byte[CHANNELS * small * small];
    shrink(rgb, shrunk, small);
    double step = (double) small / side;
    new Sampler(small, side).sample(shrunk, new Placement(step, 0, 0, step, 0, 0), rgb);
  }

  /** Means over the pixels that each small one covers. */
  private void shrink(byte[] rgb, byte[] shrunk, int small) {
    for (int row = 0; row < small; row++) {
      int top = row * side / small;
      int bottom = Math.max(top + 1, (row + 1) * side / small);
      for (int column = 0; column < small; column++) {
        int left = column * side / small;
        int right = Math.max(left + 1, (column + 1) * side / small);
        for (int channel = 0; channel < CHANNELS; channel++) {
          int mean = mean(rgb, top, bottom, left, right, channel);
          shrunk[(row * small + column) * CHANNELS + channel] = (byte) mean;
        }
      }
    }
  }

  private int mean(byte[] rgb, int top, int bottom, int left, int right, int channel) {
    int sum = 0;
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        sum += rgb[(y * side + x) * CHANNELS + channel] & 0xff;
      }
    }
    return sum / ((bottom - top) * (right - left));
  }
}

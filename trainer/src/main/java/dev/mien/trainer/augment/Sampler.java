// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.augment;

/** Reads a picture at other places, between pixels by their mean; beyond the edge it goes on. */
final class Sampler {

  private static final int CHANNELS = 3;

  private final int full;
  private final int side;

  Sampler(int full, int side) {
    this.full = full;
    this.side = side;
  }

  void sample(byte[] rgb, Placement placement, byte[] target) {
    double middle = (side - 1) / 2.0;
    double origin = (full - 1) / 2.0;
    int next = 0;
    for (int row = 0; row < side; row++) {
      double v = row - middle;
      double x = origin + placement.x() - placement.a() * middle + placement.b() * v;
      double y = origin + placement.y() - placement.c() * middle + placement.d() * v;
      for (int column = 0; column < side; column++) {
        pixel(rgb, x, y, target, next);
        next += CHANNELS;
        x += placement.a();
        y += placement.c();
      }
    }
  }

  private void pixel(byte[] rgb, double wantedX, double wantedY, byte[] target, int at) {
    float x = (float) Math.max(0, Math.min(full - 1, wantedX));
    float y = (float) Math.max(0, Math.min(full - 1, wantedY));
    int left = Math.min((int) x, full - 2);
    int top = Math.min((int) y, full - 2);
    float right = x - left;
    float low = y - top;
    int first = (top * full + left) * CHANNELS;
    int second = first + full * CHANNELS;
    for (int channel = 0; channel < CHANNELS; channel++) {
      float above = mix(rgb[first + channel], rgb[first + CHANNELS + channel], right);
      float below = mix(rgb[second + channel], rgb[second + CHANNELS + channel], right);
      target[at + channel] = (byte) (int) (above + (below - above) * low + 0.5f);
    }
  }

  private static float mix(byte first, byte second, float share) {
    int a = first & 0xff;
    return a + ((second & 0xff) - a) * share;
  }
}

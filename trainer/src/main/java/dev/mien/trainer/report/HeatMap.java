// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.report;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** Numbers as colours to lay over a picture: blue and clear for the lowest, red for the highest. */
final class HeatMap {

  private static final float COLD = 0.66f;
  private static final int CLEAR = 15;
  private static final int DENSE = 150;

  private HeatMap() {}

  /**
   * Draws one pixel for each number, and the outermost ones once more around them, so that there is
   * something to see where the map is laid beside its place; a browser makes it smooth.
   *
   * @param values by rows
   */
  static BufferedImage of(float[] values, int width) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    int height = values.length / width;
    BufferedImage picture = new BufferedImage(width + 2, height + 2, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height + 2; y++) {
      int row = Math.min(Math.max(y - 1, 0), height - 1);
      for (int x = 0; x < width + 2; x++) {
        float value = values[row * width + Math.min(Math.max(x - 1, 0), width - 1)];
        picture.setRGB(x, y, colour(max > min ? (value - min) / (max - min) : 0));
      }
    }
    return picture;
  }

  private static int colour(float heat) {
    int opacity = Math.round(CLEAR + heat * (DENSE - CLEAR));
    int rgb = Color.HSBtoRGB(COLD * (1 - heat), 1, 1) & 0xFFFFFF;
    return opacity << 24 | rgb;
  }
}

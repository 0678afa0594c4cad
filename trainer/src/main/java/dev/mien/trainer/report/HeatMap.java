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
   * Draws one pixel for each number; a browser makes it as large as the face, and smooth.
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
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < values.length; i++) {
      float heat = max > min ? (values[i] - min) / (max - min) : 0;
      picture.setRGB(i % width, i / width, colour(heat));
    }
    return picture;
  }

  private static int colour(float heat) {
    int opacity = Math.round(CLEAR + heat * (DENSE - CLEAR));
    int rgb = Color.HSBtoRGB(COLD * (1 - heat), 1, 1) & 0xFFFFFF;
    return opacity << 24 | rgb;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import dev.mien.events.BadRecord;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;

/** Pictures made pixel by pixel, and what became of them. */
public final class Painted {

  private Painted() {}

  /** Returns the picture in one colour. */
  public static Picture plain(int width, int height, Color color) {
    return picture(width, height, (x, y) -> color.getRGB());
  }

  /** Returns the picture with the colour (0xRRGGBB) that the function gives for x and y. */
  public static Picture picture(int width, int height, IntBinaryOperator color) {
    try {
      return Picture.decode(encoded(width, height, color, "png"));
    } catch (BadRecord e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the file of such a picture. */
  public static byte[] encoded(int width, int height, IntBinaryOperator color, String format) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, color.applyAsInt(x, y));
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the pixels of a picture as another decoder reads them. */
  public static BufferedImage pixels(byte[] encoded) {
    try {
      return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(encoded)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

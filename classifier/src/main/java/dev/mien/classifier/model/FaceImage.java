// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import dev.mien.events.BadRecord;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** A decoded picture of a face. Immutable. */
public final class FaceImage {

  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] rgb;

  private FaceImage(int width, int height, byte[] rgb) {
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Takes red, green and blue of every pixel, row by row from the top left.
   *
   * @throws IllegalArgumentException if there are not 3 x width x height bytes
   */
  public static FaceImage ofRgb(int width, int height, byte[] rgb) {
    if (rgb.length != CHANNELS * width * height) {
      throw new IllegalArgumentException(
          "%d bytes for a picture of %d x %d pixels, expected %d"
              .formatted(rgb.length, width, height, CHANNELS * width * height));
    }
    return new FaceImage(width, height, rgb.clone());
  }

  /**
   * Decodes the picture that travels with a {@link Face}: a PNG of 8-bit RGB and {@link Face#SIDE}
   * pixels a side.
   *
   * @throws BadRecord if it is missing, another kind of file, another size, cut short or damaged
   */
  public static FaceImage ofPng(byte @Nullable [] png) throws BadRecord {
    return ofRgb(Face.SIDE, Face.SIDE, decode(PngStructure.check(png, Face.SIDE, Face.SIDE)));
  }

  /** Returns a picture of nothing. */
  static FaceImage black() {
    return new FaceImage(Face.SIDE, Face.SIDE, new byte[CHANNELS * Face.SIDE * Face.SIDE]);
  }

  /** Returns the width in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height in pixels. */
  public int height() {
    return height;
  }

  /** Returns a value of 0 to 255 of a pixel, counted by rows; colour 0 red, 1 green, 2 blue. */
  int value(int pixel, int colour) {
    return Byte.toUnsignedInt(rgb[pixel * CHANNELS + colour]);
  }

  /** Returns the picture in a size, between pixels by their mean. */
  FaceImage resized(int newWidth, int newHeight) {
    if (newWidth == width && newHeight == height) {
      return this;
    }
    LinearInterpolation columns = new LinearInterpolation(width, newWidth);
    LinearInterpolation rows = new LinearInterpolation(height, newHeight);
    byte[] resized = new byte[CHANNELS * newWidth * newHeight];
    int next = 0;
    for (int y = 0; y < newHeight; y++) {
      for (int x = 0; x < newWidth; x++) {
        for (int colour = 0; colour < CHANNELS; colour++) {
          float above = between(columns, x, rows.first(y), colour);
          float below = between(columns, x, rows.second(y), colour);
          resized[next++] = (byte) Math.round(above + (below - above) * rows.share(y));
        }
      }
    }
    return new FaceImage(newWidth, newHeight, resized);
  }

  private float between(LinearInterpolation columns, int x, int row, int colour) {
    int left = value(row * width + columns.first(x), colour);
    int right = value(row * width + columns.second(x), colour);
    return left + (right - left) * columns.share(x);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FaceImage that && width == that.width && Arrays.equals(rgb, that.rgb);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rgb);
  }

  /** The raster is read as it is: {@code getRGB} would convert colours. */
  private static byte[] decode(byte[] png) throws BadRecord {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(png))) {
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      if (image.getRaster().getNumBands() != CHANNELS) {
        throw new IOException("it has a transparent colour, expected red, green and blue only");
      }
      int[] samples =
          image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
      byte[] rgb = new byte[samples.length];
      for (int i = 0; i < samples.length; i++) {
        rgb[i] = (byte) samples[i];
      }
      return rgb;
    } catch (IOException | RuntimeException e) {
      // The reader throws whatever its own arithmetic does on damaged data.
      throw new BadRecord(Fault.UNDECODABLE_IMAGE, "PNG cannot be decoded: " + e);
    } finally {
      reader.dispose();
    }
  }
}

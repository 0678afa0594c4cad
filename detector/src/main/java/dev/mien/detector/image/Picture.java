// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;

import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import dev.mien.events.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * An 8-bit colour picture in native memory, which whoever made it closes. It never changes, so
 * several threads may read it.
 */
public final class Picture implements AutoCloseable {

  /** The smallest files of the fast ways to write a PNG, see RATIONALE.md. */
  private static final int[] PNG_OPTIONS = {
    opencv_imgcodecs.IMWRITE_PNG_STRATEGY, opencv_imgcodecs.IMWRITE_PNG_STRATEGY_RLE,
    opencv_imgcodecs.IMWRITE_PNG_FILTER, opencv_imgcodecs.IMWRITE_PNG_FILTER_PAETH
  };

  private final Mat pixels;

  /** Takes over the matrix: 8 bits, blue, green, red. */
  private Picture(Mat pixels) {
    this.pixels = pixels;
  }

  /**
   * Decodes a frame as it is stored, without regard to its EXIF orientation.
   *
   * @throws BadRecord with {@link Fault#EMPTY_VALUE}, {@link Fault#UNDECODABLE_IMAGE} or, above
   *     {@link Frame#MAX_SIDE}, {@link Fault#IMAGE_SIZE}
   */
  public static Picture decode(byte[] encoded) throws BadRecord {
    return decode(encoded, IMREAD_COLOR | IMREAD_IGNORE_ORIENTATION);
  }

  /**
   * Reads a picture file of any format that OpenCV knows, turned as its EXIF orientation says.
   *
   * @throws IOException if the file cannot be read
   * @throws BadRecord as {@link #decode(byte[])} does
   */
  public static Picture read(Path file) throws IOException, BadRecord {
    return decode(Files.readAllBytes(file), IMREAD_COLOR);
  }

  private static Picture decode(byte[] encoded, int flags) throws BadRecord {
    if (encoded.length == 0) {
      throw new BadRecord(Fault.EMPTY_VALUE, "the picture has 0 bytes");
    }
    try (BytePointer bytes = new BytePointer(encoded);
        Mat row = new Mat(1, encoded.length, opencv_core.CV_8UC1, bytes)) {
      return checked(opencv_imgcodecs.imdecode(row, flags), encoded.length);
    } catch (RuntimeException e) {
      throw new BadRecord(
          Fault.UNDECODABLE_IMAGE,
          "OpenCV cannot decode the picture of " + encoded.length + " bytes: " + e.getMessage());
    }
  }

  private static Picture checked(Mat pixels, int bytes) throws BadRecord {
    if (pixels.empty()) {
      pixels.close();
      throw new BadRecord(Fault.UNDECODABLE_IMAGE, "no picture in the " + bytes + " bytes");
    }
    if (Math.max(pixels.cols(), pixels.rows()) > Frame.MAX_SIDE) {
      String size = pixels.cols() + " x " + pixels.rows();
      pixels.close();
      throw new BadRecord(
          Fault.IMAGE_SIZE, "the picture has " + size + " pixels, at most " + Frame.MAX_SIDE);
    }
    return new Picture(pixels);
  }

  /** Returns the number of pixels in a row. */
  public int width() {
    return pixels.cols();
  }

  /** Returns the number of rows. */
  public int height() {
    return pixels.rows();
  }

  /**
   * Returns the picture at another size: smaller, each pixel the mean of those it covers; larger,
   * bicubic.
   *
   * @throws IllegalArgumentException if a side is less than 1
   */
  public Picture resized(int width, int height) {
    return resized(pixels, width, height);
  }

  /**
   * Returns the picture with one pixel for each block of {@code divisor} by {@code divisor}, their
   * mean; what is left over on the right and below is lost.
   *
   * @throws IllegalArgumentException if not one block is left
   */
  public Picture shrunk(int divisor) {
    int width = width() / divisor;
    int height = height() / divisor;
    try (Rect whole = new Rect(0, 0, width * divisor, height * divisor);
        Mat blocks = new Mat(pixels, whole)) {
      return resized(blocks, width, height);
    }
  }

  private static Picture resized(Mat source, int width, int height) {
    if (Math.min(width, height) < 1) {
      throw new IllegalArgumentException("a picture of " + width + " x " + height + " pixels");
    }
    // The mean is of one pixel where the picture grows: blocks with hard edges.
    boolean larger = width > source.cols() || height > source.rows();
    int method = larger ? opencv_imgproc.INTER_CUBIC : opencv_imgproc.INTER_AREA;
    Mat resized = new Mat();
    try (Size size = new Size(width, height)) {
      opencv_imgproc.resize(source, resized, size, 0, 0, method);
    }
    return new Picture(resized);
  }

  /**
   * Returns the picture with its sides so many times as long, bicubic.
   *
   * @throws IllegalArgumentException if {@code factor} is less than 1
   */
  public Picture enlarged(int factor) {
    if (factor < 1) {
      throw new IllegalArgumentException("enlarged " + factor + " times, expected 1 or more");
    }
    Mat enlarged = new Mat();
    try (Size size = new Size(width() * factor, height() * factor)) {
      opencv_imgproc.resize(pixels, enlarged, size, 0, 0, opencv_imgproc.INTER_CUBIC);
    }
    return new Picture(enlarged);
  }

  /** Returns the picture within a black border of so many pixels on every side. */
  public Picture framed(int border) {
    Mat framed = new Mat();
    try (Scalar black = new Scalar(0)) {
      opencv_core.copyMakeBorder(
          pixels, framed, border, border, border, border, opencv_core.BORDER_CONSTANT, black);
    }
    return new Picture(framed);
  }

  /**
   * Returns what the picture shows within a rectangle; beyond its edges there is nothing.
   *
   * @throws IllegalArgumentException if nothing is left
   */
  public Picture cropped(int left, int top, int width, int height) {
    int x = Math.max(left, 0);
    int y = Math.max(top, 0);
    int w = Math.min(left + width, width()) - x;
    int h = Math.min(top + height, height()) - y;
    if (w < 1 || h < 1) {
      throw new IllegalArgumentException(
          "the rectangle of %d x %d at %d, %d is outside of the picture of %d x %d"
              .formatted(width, height, left, top, width(), height()));
    }
    try (Rect inside = new Rect(x, y, w, h);
        Mat region = new Mat(pixels, inside)) {
      return new Picture(region.clone());
    }
  }

  /**
   * Returns the picture mapped by an affine transform, bilinear.
   *
   * @param matrix of two rows and three columns, row by row, from this picture's coordinates to
   *     those of the result
   */
  public Picture warped(double[] matrix, int width, int height, Border beyond) {
    Mat warped = new Mat();
    try (DoublePointer values = new DoublePointer(matrix);
        Mat transform = new Mat(2, 3, opencv_core.CV_64FC1, values);
        Size size = new Size(width, height);
        Scalar black = new Scalar(0)) {
      opencv_imgproc.warpAffine(
          pixels, warped, transform, size, opencv_imgproc.INTER_LINEAR, beyond.mode(), black);
    }
    return new Picture(warped);
  }

  /** Returns the picture as a PNG, which loses nothing. */
  public byte[] png() {
    try (BytePointer format = new BytePointer(".png");
        BytePointer encoded = new BytePointer();
        IntPointer options = new IntPointer(PNG_OPTIONS)) {
      if (!opencv_imgcodecs.imencode(format, pixels, encoded, options)) {
        throw new IllegalStateException("OpenCV cannot encode " + width() + " x " + height());
      }
      byte[] png = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(png);
      return png;
    }
  }

  /** Returns red, green and blue of every pixel, row by row from the top left. */
  public byte[] rgb() {
    try (Mat rgb = new Mat();
        BytePointer bytes = rgbOf(rgb)) {
      byte[] copy = new byte[3 * width() * height()];
      bytes.get(copy);
      return copy;
    }
  }

  private BytePointer rgbOf(Mat target) {
    opencv_imgproc.cvtColor(pixels, target, opencv_imgproc.COLOR_BGR2RGB);
    return target.data();
  }

  Mat pixels() {
    return pixels;
  }

  /** Frees the pixels. */
  @Override
  public void close() {
    pixels.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import java.nio.FloatBuffer;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Pictures of one size as networks take them: count x 3 x height x width, red, green, blue, each
 * value (v - 127.5) / 128. The numbers are native memory, which whoever made the batch closes. For
 * one thread.
 */
public final class PixelBatch implements AutoCloseable {

  private static final double MEAN = 127.5;
  private static final double RANGE = 128;

  /** Regions are scaled from at least this many times the size, so that rounding is not seen. */
  private static final int DETAIL = 4;

  private final int count;
  private final int width;
  private final int height;
  private final FloatPointer values;

  /**
   * Reserves memory.
   *
   * @throws IllegalArgumentException if a number is less than 1
   */
  public PixelBatch(int count, int width, int height) {
    if (Math.min(count, Math.min(width, height)) < 1) {
      throw new IllegalArgumentException(
          "a batch of " + count + " pictures of " + width + " x " + height);
    }
    this.count = count;
    this.width = width;
    this.height = height;
    this.values = new FloatPointer((long) count * 3 * width * height);
  }

  /**
   * Puts what a picture shows from a pixel on at a place of the batch.
   *
   * @throws IllegalArgumentException if the picture ends before the batch's width or height
   */
  public void put(int index, Picture picture, int left, int top) {
    if (picture.width() - left < width || picture.height() - top < height) {
      throw new IllegalArgumentException(
          "a picture of %d x %d from %d, %d on in a batch of %d x %d"
              .formatted(picture.width(), picture.height(), left, top, width, height));
    }
    try (Rect part = new Rect(left, top, width, height);
        Mat region = new Mat(picture.pixels(), part)) {
      normalize(index, region);
    }
  }

  /**
   * Puts a square of a picture, scaled, at a place of the batch; it is black beyond the edges.
   *
   * @throws IllegalArgumentException if it is wholly beyond them
   */
  public void put(int index, Octaves picture, int left, int top, int side) {
    Picture whole = picture.whole();
    if (Math.min(left, top) <= -side || left >= whole.width() || top >= whole.height()) {
      throw new IllegalArgumentException(
          "the square of %d at %d, %d is outside of the picture".formatted(side, left, top));
    }
    int halvings = picture.halvings(side, DETAIL * Math.max(width, height));
    int part = side >> halvings;
    // Rounding must not take away the last pixels of the picture from the square.
    int x = Math.max(left >> halvings, 1 - part);
    int y = Math.max(top >> halvings, 1 - part);
    put(index, picture.halved(halvings), x, y, part);
  }

  private void put(int index, Picture picture, int left, int top, int side) {
    int x0 = Math.max(left, 0);
    int y0 = Math.max(top, 0);
    int x1 = Math.min(left + side, picture.width());
    int y1 = Math.min(top + side, picture.height());
    try (Rect inside = new Rect(x0, y0, x1 - x0, y1 - y0);
        Mat region = new Mat(picture.pixels(), inside)) {
      if (x1 - x0 == side && y1 - y0 == side) {
        scale(index, region);
      } else {
        scalePadded(index, region, y0 - top, top + side - y1, x0 - left, left + side - x1);
      }
    }
  }

  private void scalePadded(int index, Mat region, int top, int bottom, int left, int right) {
    try (Mat padded = new Mat();
        Scalar black = new Scalar(0)) {
      int border = opencv_core.BORDER_CONSTANT | opencv_core.BORDER_ISOLATED;
      opencv_core.copyMakeBorder(region, padded, top, bottom, left, right, border, black);
      scale(index, padded);
    }
  }

  /** Returns the numbers of the first pictures, valid until the batch is closed. */
  public FloatBuffer first(int pictures) {
    Objects.checkIndex(pictures - 1, count);
    return values.asBuffer().slice(0, pictures * 3 * width * height);
  }

  private void scale(int index, Mat region) {
    try (Mat scaled = new Mat();
        Size size = new Size(width, height)) {
      opencv_imgproc.resize(region, scaled, size, 0, 0, opencv_imgproc.INTER_AREA);
      normalize(index, scaled);
    }
  }

  private void normalize(int index, Mat scaled) {
    Objects.checkIndex(index, count);
    try (Mat normal = new Mat()) {
      scaled.convertTo(normal, opencv_core.CV_32F, 1 / RANGE, -MEAN / RANGE);
      split(normal, index);
    }
  }

  /** The matrix has blue first, the batch red. */
  private void split(Mat normal, int index) {
    try (Mat blue = plane(index, 2);
        Mat green = plane(index, 1);
        Mat red = plane(index, 0);
        MatVector planes = new MatVector(blue, green, red)) {
      opencv_core.split(normal, planes);
    }
  }

  private Mat plane(int index, int channel) {
    long at = (3L * index + channel) * width * height;
    return new Mat(height, width, opencv_core.CV_32FC1, values.getPointer(at));
  }

  /** Frees the numbers. */
  @Override
  public void close() {
    values.close();
  }
}

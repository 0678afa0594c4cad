// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.jpeg;

import static org.bytedeco.opencv.global.opencv_core.ROTATE_180;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_CLOCKWISE;
import static org.bytedeco.opencv.global.opencv_core.ROTATE_90_COUNTERCLOCKWISE;

import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns pixels into baseline JPEG with libjpeg-turbo, as built into OpenCV. Thread-safe. */
public final class JpegEncoder {

  private static final int[] TURNS = {ROTATE_90_CLOCKWISE, ROTATE_180, ROTATE_90_COUNTERCLOCKWISE};

  private final int quality;

  /**
   * Remembers the quality.
   *
   * @param quality of libjpeg, 1 to 100
   */
  public JpegEncoder(int quality) {
    this.quality = quality;
  }

  /**
   * Returns the picture as JPEG; native memory that it needs is freed before it returns.
   *
   * @param bgr direct buffer of rows of blue, green, red bytes; read only during the call
   * @param width in pixels
   * @param height in pixels
   * @param stride bytes from one row to the next
   * @param quarterTurns clockwise turns of 90 degrees before encoding, 0 to 3
   */
  public byte[] encode(ByteBuffer bgr, int width, int height, int stride, int quarterTurns) {
    try (BytePointer data = new BytePointer(bgr);
        Mat pixels = new Mat(height, width, opencv_core.CV_8UC3, data, stride)) {
      return quarterTurns == 0 ? encode(pixels) : encodeTurned(pixels, TURNS[quarterTurns - 1]);
    }
  }

  private byte[] encodeTurned(Mat pixels, int turn) {
    try (Mat turned = new Mat()) {
      opencv_core.rotate(pixels, turned, turn);
      return encode(turned);
    }
  }

  private byte[] encode(Mat pixels) {
    try (BytePointer format = new BytePointer(".jpg");
        BytePointer encoded = new BytePointer();
        IntPointer options = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality)) {
      if (!opencv_imgcodecs.imencode(format, pixels, encoded, options)) {
        throw new IllegalStateException(
            "OpenCV cannot encode " + pixels.cols() + " x " + pixels.rows() + " pixels as JPEG");
      }
      byte[] jpeg = new byte[Math.toIntExact(encoded.limit())];
      encoded.get(jpeg);
      return jpeg;
    }
  }
}

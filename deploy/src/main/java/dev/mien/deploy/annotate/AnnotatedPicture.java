// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.annotate;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import dev.mien.events.Emotion;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** A copy of a picture with its emotions drawn in. */
public final class AnnotatedPicture {

  private AnnotatedPicture() {}

  /**
   * Returns the picture as JPEG.
   *
   * @param encoded the picture, in any format that OpenCV reads
   * @throws IllegalArgumentException if it cannot be decoded
   */
  public static byte[] jpeg(byte[] encoded, List<Emotion> emotions) {
    try (Mat picture = decode(encoded);
        BytePointer jpeg = new BytePointer()) {
      Drawing.draw(picture, emotions);
      imencode(".jpg", picture, jpeg);
      byte[] bytes = new byte[(int) jpeg.limit()];
      jpeg.get(bytes);
      return bytes;
    }
  }

  /** Returns the picture as BGR; the caller closes it. */
  static Mat decode(byte[] encoded) {
    try (BytePointer bytes = new BytePointer(encoded);
        Mat row = new Mat(1, encoded.length, CV_8U, bytes)) {
      Mat picture = imdecode(row, IMREAD_COLOR);
      if (picture.empty()) {
        picture.close();
        throw new IllegalArgumentException(encoded.length + " bytes are no picture");
      }
      return picture;
    }
  }
}

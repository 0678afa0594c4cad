// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.annotate;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.FILLED;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.circle;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;
import static org.bytedeco.opencv.global.opencv_imgproc.rectangle;

import dev.mien.events.Box;
import dev.mien.events.Emotion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Draws emotions into a picture: box, landmarks, and a label in the colour of the class. */
final class Drawing {

  /** Red, green, blue: those of the live page ({@code classes.js}), as a test sees to. */
  static final Map<String, Integer> COLOURS =
      Map.of(
          "neutral", 0x8b95a1,
          "happiness", 0xe69f00,
          "surprise", 0x56b4e9,
          "sadness", 0x1f78c8,
          "anger", 0xd55e00,
          "disgust", 0x009e73,
          "fear", 0xcc79a7,
          "contempt", 0xd9cc34);

  private static final int OTHER = 0xffffff;

  private Drawing() {}

  static void draw(Mat picture, List<Emotion> emotions) {
    if (picture.type() != CV_8UC3) {
      throw new IllegalArgumentException("picture of type " + picture.type() + ", expected BGR");
    }
    double scale = Math.max(0.4, Math.min(picture.cols(), picture.rows()) / 900.0);
    emotions.forEach(emotion -> draw(picture, emotion, scale));
  }

  private static void draw(Mat picture, Emotion emotion, double scale) {
    int rgb = COLOURS.getOrDefault(emotion.emotion(), OTHER);
    int line = Math.max(1, (int) Math.round(2 * scale));
    try (Scalar colour = new Scalar(rgb & 0xff, rgb >> 8 & 0xff, rgb >> 16, 0);
        Scalar black = new Scalar(0, 0, 0, 0)) {
      Box box = emotion.face().box();
      try (Point topLeft = point(box.left(), box.top());
          Point bottomRight = point(box.left() + box.width(), box.top() + box.height())) {
        // The dark edge also keeps encoders from taking a line as bright as skin for nothing new.
        rectangle(picture, topLeft, bottomRight, black, line + 2, LINE_AA, 0);
        rectangle(picture, topLeft, bottomRight, colour, line, LINE_AA, 0);
      }
      for (dev.mien.events.Point landmark : emotion.face().landmarks().points()) {
        try (Point centre = point(landmark.x(), landmark.y())) {
          circle(picture, centre, line + 2, black, FILLED, LINE_AA, 0);
          circle(picture, centre, line + 1, colour, FILLED, LINE_AA, 0);
        }
      }
      label(picture, text(emotion), box, colour, black, scale);
    }
  }

  private static void label(
      Mat picture, String text, Box box, Scalar colour, Scalar ink, double scale) {
    int[] baseline = new int[1];
    double size = 0.7 * scale;
    int thickness = Math.max(1, (int) Math.round(1.5 * scale));
    try (Size extent = getTextSize(text, FONT_HERSHEY_SIMPLEX, size, thickness, baseline)) {
      int height = extent.height() + baseline[0] + 2;
      int left = clamp(Math.round(box.left()), picture.cols() - extent.width());
      int top = clamp(Math.round(box.top()) - height, picture.rows() - height);
      try (Point topLeft = new Point(left, top);
          Point bottomRight = new Point(left + extent.width() + 2, top + height);
          Point origin = new Point(left + 1, top + extent.height() + 1)) {
        rectangle(picture, topLeft, bottomRight, colour, FILLED, LINE_AA, 0);
        putText(picture, text, origin, FONT_HERSHEY_SIMPLEX, size, ink, thickness, LINE_AA, false);
      }
    }
  }

  private static String text(Emotion emotion) {
    float probability = emotion.probabilities().of(emotion.emotion());
    return String.format(
        Locale.ROOT, "%d %s %.0f%%", emotion.face().track(), emotion.emotion(), probability * 100);
  }

  private static int clamp(int value, int max) {
    return Math.max(0, Math.min(value, max));
  }

  private static Point point(float x, float y) {
    return new Point(Math.round(x), Math.round(y));
  }
}

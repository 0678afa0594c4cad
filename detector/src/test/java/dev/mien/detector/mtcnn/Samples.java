// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import dev.mien.detector.image.Painted;
import dev.mien.detector.image.Picture;
import dev.mien.events.BadRecord;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The samples of npm package @vladmandic/face-api 1.7.15 (MIT), and where their faces are. */
final class Samples {

  private Samples() {}

  /** Left and right pupil, marked by a person, of every face that looks at the camera or nearly. */
  record Eyes(int leftX, int leftY, int rightX, int rightY) {

    double distance() {
      return Math.hypot(rightX - leftX, rightY - leftY);
    }

    /** The larger error of the two eyes, as a share of the distance between them. */
    double error(Landmarks found) {
      return Math.max(
              distance(found.leftEye(), leftX, leftY), distance(found.rightEye(), rightX, rightY))
          / distance();
    }

    static double distance(Point point, int x, int y) {
      return Math.hypot(point.x() - x, point.y() - y);
    }
  }

  static Stream<Arguments> samples() {
    return Stream.of(
        Arguments.of(
            "sample1.jpg",
            List.of(
                new Eyes(437, 463, 516, 460),
                new Eyes(866, 554, 943, 519),
                new Eyes(1557, 280, 1621, 340))),
        Arguments.of("sample2.jpg", List.of(new Eyes(1479, 278, 1571, 253))),
        Arguments.of(
            "sample3.jpg",
            List.of(
                new Eyes(628, 430, 728, 432),
                new Eyes(1118, 316, 1218, 338),
                new Eyes(1553, 408, 1655, 400))),
        Arguments.of(
            "sample4.jpg",
            List.of(
                new Eyes(319, 318, 397, 284),
                new Eyes(706, 146, 783, 186),
                new Eyes(1013, 286, 1080, 283),
                new Eyes(1320, 236, 1380, 271))),
        Arguments.of(
            "sample5.jpg",
            List.of(
                new Eyes(428, 991, 522, 976),
                new Eyes(681, 514, 750, 510),
                new Eyes(850, 191, 924, 206),
                new Eyes(1152, 292, 1227, 297),
                new Eyes(1438, 507, 1525, 489))),
        Arguments.of(
            "sample6.jpg",
            List.of(
                new Eyes(322, 607, 423, 596),
                new Eyes(704, 452, 800, 445),
                new Eyes(1220, 427, 1336, 427),
                new Eyes(1534, 376, 1628, 394))));
  }

  static Picture sample(String name) throws IOException, BadRecord {
    try (InputStream in = Objects.requireNonNull(Samples.class.getResourceAsStream(name))) {
      return Picture.decode(in.readAllBytes());
    }
  }

  /** Returns the faces that lie within their pictures, with what is around them, so large each. */
  @SuppressWarnings("unchecked")
  static List<BufferedImage> faces(int side) throws IOException, BadRecord {
    List<BufferedImage> faces = new ArrayList<>();
    for (Arguments arguments : samples().toList()) {
      try (Picture picture = sample((String) arguments.get()[0])) {
        for (Eyes eyes : (List<Eyes>) arguments.get()[1]) {
          int around = (int) (4 * eyes.distance());
          int left = (eyes.leftX + eyes.rightX - around) / 2;
          int top = (int) ((eyes.leftY + eyes.rightY - around + eyes.distance()) / 2);
          if (left >= 0
              && top >= 0
              && left + around <= picture.width()
              && top + around <= picture.height()) {
            try (Picture cropped = picture.cropped(left, top, around, around);
                Picture face = cropped.resized(side, side)) {
              faces.add(Painted.pixels(face.png()));
            }
          }
        }
      }
    }
    return faces;
  }
}

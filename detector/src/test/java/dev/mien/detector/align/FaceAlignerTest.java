// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.mien.detector.image.Painted;
import dev.mien.detector.image.Picture;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaceAlignerTest {

  private final FaceAligner aligner = new FaceAligner();

  @ParameterizedTest(name = "a face {0} times the size, turned by {1} degrees")
  @CsvSource({"0.5, 0", "1, 0", "1, 25", "2.5, -40", "4.9, 90", "5.5, 10"})
  void bringsTheLandmarksToTheTemplate(double size, double degrees) {
    Landmarks landmarks = placed(size, Math.toRadians(degrees));
    double radius = 3 * size;
    try (Picture picture = Painted.picture(700, 700, (x, y) -> dots(landmarks, radius, x, y))) {
      BufferedImage face = Painted.pixels(aligner.align(picture, landmarks));

      assertThat(face.getWidth()).isEqualTo(112);
      assertThat(face.getHeight()).isEqualTo(112);
      for (Point expected : FaceAligner.TEMPLATE.points()) {
        Point found = centreOfLight(face, expected);
        assertThat(found.x()).isCloseTo(expected.x(), within(0.3f));
        assertThat(found.y()).isCloseTo(expected.y(), within(0.3f));
      }
    }
  }

  @Test
  void cutsWithMarginAroundTheSameTemplate() {
    Landmarks landmarks = placed(2, Math.toRadians(20));
    try (Picture picture = Painted.picture(700, 700, (x, y) -> dots(landmarks, 6, x, y));
        Picture wide = aligner.cut(picture, landmarks, 8)) {
      BufferedImage margins = Painted.pixels(wide.png());

      assertThat(margins.getWidth()).isEqualTo(128);
      for (Point template : FaceAligner.TEMPLATE.points()) {
        Point shifted = new Point(template.x() + 8, template.y() + 8);
        assertThat(centreOfLight(margins, shifted).x()).isCloseTo(shifted.x(), within(0.3f));
        assertThat(centreOfLight(margins, shifted).y()).isCloseTo(shifted.y(), within(0.3f));
      }
    }
  }

  @Test
  void misfitGrowsAsAFaceTurnsAwayButNotWithItsSizeOrRoll() {
    Landmarks t = FaceAligner.TEMPLATE;
    Landmarks profile =
        new Landmarks(
            new Point(60, 52), new Point(70, 52), t.nose(), new Point(58, 92), new Point(66, 92));

    assertThat(FaceAligner.misfit(t)).isZero();
    assertThat(FaceAligner.misfit(placed(3, 1))).isCloseTo(0, within(1e-5));
    assertThat(FaceAligner.misfit(profile)).isGreaterThan(0.2);
  }

  @Test
  void doesNotAliasLargeFaces() {
    Landmarks landmarks = placed(6, 0);
    try (Picture stripes = Painted.picture(700, 700, (x, y) -> x % 2 == 0 ? 0 : 0xFFFFFF)) {
      BufferedImage face = Painted.pixels(aligner.align(stripes, landmarks));

      for (int x = 10; x < 100; x++) {
        assertThat(face.getRGB(x, 56) & 0xFF).isBetween(117, 138);
      }
    }
  }

  @Test
  void isBlackWhereThePictureEnds() {
    try (Picture picture = Painted.plain(56, 112, Color.WHITE)) {
      BufferedImage face = Painted.pixels(aligner.align(picture, FaceAligner.TEMPLATE));

      assertThat(face.getRGB(40, 56)).isEqualTo(Color.WHITE.getRGB());
      assertThat(face.getRGB(70, 56)).isEqualTo(Color.BLACK.getRGB());
    }
  }

  @Test
  void survivesAFaceFarLargerThanThePicture() {
    try (Picture picture = Painted.plain(3, 2, Color.WHITE)) {
      BufferedImage face = Painted.pixels(aligner.align(picture, placed(8, 0)));

      assertThat(face.getWidth()).isEqualTo(112);
    }
  }

  @Test
  void refusesLandmarksThatAreOnePoint() {
    Point p = new Point(5, 5);
    try (Picture picture = Painted.plain(20, 20, Color.WHITE)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> aligner.align(picture, new Landmarks(p, p, p, p, p)));
    }
  }

  @Test
  void aFaceCropIsOnlyScaled() {
    try (Picture crop = Painted.picture(48, 48, (x, y) -> x < 24 ? 0xFF0000 : 0x0000FF)) {
      BufferedImage face = Painted.pixels(aligner.assumeFace(crop));

      assertThat(face.getWidth()).isEqualTo(112);
      assertThat(face.getRGB(20, 100)).isEqualTo(Color.RED.getRGB());
      assertThat(face.getRGB(90, 10)).isEqualTo(Color.BLUE.getRGB());
    }
  }

  /** The template scaled and turned about the middle of a picture of 700 x 700 pixels. */
  private static Landmarks placed(double size, double angle) {
    List<Point> p =
        FaceAligner.TEMPLATE.points().stream()
            .map(
                point -> {
                  double x = (point.x() - 56) * size;
                  double y = (point.y() - 72) * size;
                  return new Point(
                      (float) (350 + x * Math.cos(angle) - y * Math.sin(angle)),
                      (float) (350 + x * Math.sin(angle) + y * Math.cos(angle)));
                })
            .toList();
    return new Landmarks(p.get(0), p.get(1), p.get(2), p.get(3), p.get(4));
  }

  private static int dots(Landmarks landmarks, double radius, int x, int y) {
    double light = 0;
    for (Point p : landmarks.points()) {
      double inside = radius + 0.5 - Math.hypot(p.x() - x, p.y() - y);
      light = Math.max(light, Math.min(1, inside));
    }
    return 0x010101 * (int) Math.round(255 * light);
  }

  /** The mean place of what is bright within 6 pixels. */
  private static Point centreOfLight(BufferedImage image, Point around) {
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int y = (int) around.y() - 6; y <= around.y() + 6; y++) {
      for (int x = (int) around.x() - 6; x <= around.x() + 6; x++) {
        int light = image.getRGB(x, y) & 0xFF;
        sum += light;
        sumX += light * x;
        sumY += light * y;
      }
    }
    return new Point((float) (sumX / sum), (float) (sumY / sum));
  }
}

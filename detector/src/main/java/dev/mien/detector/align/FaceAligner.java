// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.align;

import dev.mien.detector.image.Border;
import dev.mien.detector.image.Picture;
import dev.mien.events.Face;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import java.util.List;

/** Cuts faces out of pictures so that eyes, nose and mouth lie where the template has them. */
public final class FaceAligner {

  /** Where ArcFace (Deng et al. 2019) and the networks trained after it expect the landmarks. */
  static final Landmarks TEMPLATE =
      new Landmarks(
          new Point(38.2946f, 51.6963f),
          new Point(73.5318f, 51.5014f),
          new Point(56.0252f, 71.7366f),
          new Point(41.5493f, 92.3655f),
          new Point(70.7299f, 92.2041f));

  /**
   * Returns the face as a PNG of {@link Face#SIDE} x {@link Face#SIDE} pixels, black where the
   * picture ends.
   *
   * @param picture stays the caller's to close
   * @throws IllegalArgumentException if all landmarks are one point
   */
  public byte[] align(Picture picture, Landmarks landmarks) {
    SimilarityTransform transform =
        SimilarityTransform.leastSquares(landmarks.points(), TEMPLATE.points());
    try (Picture face = cut(picture, transform, Face.SIDE, Border.BLACK)) {
      return face.png();
    }
  }

  /**
   * Returns the face with more around it, for training: of {@code Face.SIDE + 2 * margin} pixels a
   * side. Where the picture ends, its edge is drawn out: a face in a frame has no black there.
   *
   * @param picture stays the caller's to close, as the result is
   * @param margin in pixels, around the square of the template
   * @throws IllegalArgumentException if all landmarks are one point
   */
  public Picture cut(Picture picture, Landmarks landmarks, int margin) {
    SimilarityTransform transform =
        SimilarityTransform.leastSquares(landmarks.points(), TEMPLATE.points());
    return cut(picture, transform.withMargin(margin), Face.SIDE + 2 * margin, Border.EDGE);
  }

  /**
   * Returns how far the landmarks are from where the template has them after alignment, root mean
   * square, as a share of the distance between the template's eyes: about 0.08 for a face that
   * looks at the camera, 0.2 for one that looks away.
   *
   * @throws IllegalArgumentException if all landmarks are one point
   */
  public static double misfit(Landmarks landmarks) {
    SimilarityTransform transform =
        SimilarityTransform.leastSquares(landmarks.points(), TEMPLATE.points());
    double squares = 0;
    for (int i = 0; i < TEMPLATE.points().size(); i++) {
      Point to = TEMPLATE.points().get(i);
      Point at = transform.apply(landmarks.points().get(i));
      squares += Math.pow(at.x() - to.x(), 2) + Math.pow(at.y() - to.y(), 2);
    }
    double eyes = TEMPLATE.rightEye().x() - TEMPLATE.leftEye().x();
    return Math.sqrt(squares / TEMPLATE.points().size()) / eyes;
  }

  private static Picture cut(
      Picture picture, SimilarityTransform transform, int side, Border beyond) {
    int divisor = divisor(transform.scale(), Math.min(picture.width(), picture.height()));
    if (divisor == 1) {
      return picture.warped(transform.matrix(), side, side, beyond);
    }
    try (Picture smaller = picture.shrunk(divisor)) {
      return smaller.warped(transform.fromShrunk(divisor).matrix(), side, side, beyond);
    }
  }

  /** Bilinear sampling looks at 2 x 2 pixels only: below half size it would skip some. */
  private static int divisor(double scale, int shorterSide) {
    return Math.max(1, (int) Math.min(1 / scale, shorterSide));
  }

  /**
   * Returns the whole picture as a PNG of {@link Face#SIDE} x {@link Face#SIDE} pixels, for
   * pictures that are face crops already.
   *
   * @param picture stays the caller's to close
   */
  public byte[] assumeFace(Picture picture) {
    try (Picture face = picture.resized(Face.SIDE, Face.SIDE)) {
      return face.png();
    }
  }

  /** Returns where the landmarks of such a face crop are taken to be, in its own pixels. */
  public static Landmarks assumedLandmarks(Picture picture) {
    List<Point> points =
        TEMPLATE.points().stream()
            .map(
                point ->
                    new Point(
                        point.x() * picture.width() / Face.SIDE,
                        point.y() * picture.height() / Face.SIDE))
            .toList();
    return Landmarks.of(points);
  }
}

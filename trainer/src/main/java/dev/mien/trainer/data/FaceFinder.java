// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.detector.Detection;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.align.FaceAligner;
import dev.mien.detector.image.Picture;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnConfig;
import dev.mien.detector.mtcnn.MtcnnConfig.Thresholds;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds the one face that a labelled picture shows, with the detector of the pipeline. Face crops
 * leave it no surroundings, so the picture gets a black frame; and as a face is known to be there,
 * a second try asks for less. RATIONALE.md has the measurements. Safe for use by several threads.
 */
final class FaceFinder implements AutoCloseable {

  /** Closer steps of the image pyramid than a camera could afford. */
  private static final double PYRAMID_FACTOR = 0.84;

  private static final Thresholds SECOND_TRY = new Thresholds(0.3, 0.1, 0.1);

  /** Frame around the picture, in pixels. */
  private static final int FRAME = 48;

  /** A face of the second try takes at least this share of the shorter side. */
  private static final double LEAST_SHARE = 1 / 3.0;

  /** Landmarks farther from the template than this are no face. */
  private static final double WORST_MISFIT = 0.3;

  private final FaceDetector first;
  private final FaceDetector second;

  private FaceFinder(FaceDetector first, FaceDetector second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Opens the networks.
   *
   * @throws dev.mien.runtime.StageFailure if they are missing
   */
  static FaceFinder open() {
    MtcnnConfig strict = MtcnnConfig.defaults().withFactor(PYRAMID_FACTOR);
    return new FaceFinder(
        Mtcnn.open(strict, MtcnnListener.NONE),
        Mtcnn.open(strict.withThresholds(SECOND_TRY), MtcnnListener.NONE));
  }

  /** Returns the landmarks of the face in pixels of the picture, if there is one. */
  Optional<Landmarks> find(Picture picture) {
    int shorter = Math.min(picture.width(), picture.height());
    int frame = Math.min(FRAME, shorter / 2);
    try (Picture framed = picture.framed(frame)) {
      return best(first.detect(framed), framed, 0)
          .or(() -> best(second.detect(framed), framed, LEAST_SHARE * shorter))
          .map(found -> moved(found.landmarks(), -frame));
    }
  }

  private static Optional<Detection> best(List<Detection> found, Picture picture, double width) {
    return found.stream()
        .filter(face -> face.box().width() >= width)
        .filter(face -> FaceAligner.misfit(face.landmarks()) <= WORST_MISFIT)
        .max(Comparator.comparingDouble(face -> prominence(face, picture)));
  }

  /** Large and near the centre is better: the area less twice the squared distance. */
  private static double prominence(Detection face, Picture picture) {
    double x = face.box().left() + (face.box().width() - picture.width()) / 2.0;
    double y = face.box().top() + (face.box().height() - picture.height()) / 2.0;
    return face.box().area() - 2 * (x * x + y * y);
  }

  private static Landmarks moved(Landmarks landmarks, int by) {
    List<Point> points =
        landmarks.points().stream()
            .map(point -> new Point(point.x() + by, point.y() + by))
            .toList();
    return Landmarks.of(points);
  }

  @Override
  public void close() {
    first.close();
    second.close();
  }
}

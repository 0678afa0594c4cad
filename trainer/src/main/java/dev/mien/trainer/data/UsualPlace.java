// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.detector.align.FaceAligner;
import dev.mien.detector.image.Picture;
import dev.mien.events.Landmarks;
import dev.mien.events.Point;
import java.util.ArrayList;
import java.util.List;

/** Where the faces of a data set lie on average. */
final class UsualPlace {

  private static final int POINTS = 5;

  private final double[] x = new double[POINTS];
  private final double[] y = new double[POINTS];
  private int faces;

  private UsualPlace() {}

  /** Averages the faces that were found. */
  static UsualPlace of(List<Place> places) {
    UsualPlace usual = new UsualPlace();
    for (Place place : places) {
      place.landmarks().ifPresent(found -> usual.add(found, place.width(), place.height()));
    }
    return usual;
  }

  private void add(Landmarks landmarks, int width, int height) {
    for (int i = 0; i < POINTS; i++) {
      x[i] += (landmarks.points().get(i).x() + 0.5) / width;
      y[i] += (landmarks.points().get(i).y() + 0.5) / height;
    }
    faces++;
  }

  /**
   * Returns the mean landmarks for a picture of this size; those of a picture that is one face
   * where no face was found.
   */
  Landmarks in(Picture picture) {
    if (faces == 0) {
      return FaceAligner.assumedLandmarks(picture);
    }
    List<Point> mean = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      mean.add(
          new Point(
              (float) (x[i] / faces * picture.width() - 0.5),
              (float) (y[i] / faces * picture.height() - 0.5)));
    }
    return Landmarks.of(mean);
  }
}

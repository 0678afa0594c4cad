// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.detector.AlignedFace;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.Png;
import dev.mien.detector.align.FaceAligner;
import dev.mien.detector.image.Picture;
import dev.mien.detector.track.TrackerState;
import dev.mien.events.BadRecord;
import dev.mien.events.Box;
import dev.mien.events.Emotion;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A picture into emotions; its faces are numbered from 1, the surest first. */
final class PictureClassifier {

  private final FaceExtractor extractor;
  private final FaceAligner aligner = new FaceAligner();
  private final EmotionModel model;
  private final boolean assumeFace;

  /**
   * Makes a classifier.
   *
   * @param assumeFace whether every picture is one face, cut out already
   */
  PictureClassifier(FaceExtractor extractor, EmotionModel model, boolean assumeFace) {
    this.extractor = extractor;
    this.model = model;
    this.assumeFace = assumeFace;
  }

  /** Returns whether every picture is taken for one face, without looking for it. */
  boolean assumeFace() {
    return assumeFace;
  }

  /**
   * Classifies one file.
   *
   * @throws StageFailure if the file cannot be read
   * @throws BadRecord if it is no picture
   */
  List<Emotion> classify(Path file, String camera) throws BadRecord {
    try (Picture picture = read(file)) {
      Frame frame = new Frame(camera, 0, 0, 0, picture.width(), picture.height());
      List<AlignedFace> faces =
          assumeFace
              ? List.of(wholeOf(picture, frame))
              : extractor.extract(frame, picture, TrackerState.START).faces();
      return new FaceClassifier(model, Duration.ZERO).classify(faces);
    }
  }

  private static Picture read(Path file) throws BadRecord {
    try {
      return Picture.read(file);
    } catch (IOException e) {
      throw new StageFailure("cannot be read: " + FileProblem.reason(e), e);
    }
  }

  private AlignedFace wholeOf(Picture picture, Frame frame) {
    Box box = new Box(0, 0, picture.width(), picture.height());
    Face face = new Face(frame, 1, box, FaceAligner.assumedLandmarks(picture), 1);
    return new AlignedFace(face, new Png(aligner.assumeFace(picture)));
  }
}

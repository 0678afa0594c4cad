// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.classifier.Smoother;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.detector.AlignedFace;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Scores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Faces of one camera into emotions, in the order of their frames. For one thread. */
final class FaceClassifier {

  private final EmotionModel model;
  private final Smoother smoother;

  /** The model stays the caller's to close. */
  FaceClassifier(EmotionModel model, Duration halfLife) {
    this.model = model;
    this.smoother = new Smoother(halfLife);
  }

  List<Emotion> classify(List<AlignedFace> faces) {
    List<FaceImage> images = faces.stream().map(this::decode).toList();
    List<Scores> scores = model.classify(images);
    List<Emotion> emotions = new ArrayList<>();
    for (int i = 0; i < faces.size(); i++) {
      emotions.add(smoother.smooth(faces.get(i).face(), model.metadata().version(), scores.get(i)));
    }
    smoother.keep();
    return emotions;
  }

  private FaceImage decode(AlignedFace face) {
    try {
      return FaceImage.ofPng(face.image().bytes());
    } catch (BadRecord e) {
      throw new IllegalStateException("the detector made a picture that is refused", e);
    }
  }
}

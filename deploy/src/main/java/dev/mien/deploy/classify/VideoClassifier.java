// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.detector.AlignedFace;
import dev.mien.detector.Extraction;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.track.TrackerState;
import dev.mien.events.BadRecord;
import dev.mien.ingest.CapturedFrame;
import dev.mien.ingest.FrameSource;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A video into emotions, step for step as the pipeline does it, the JPEG in between included, so
 * that the same file gives the same events.
 */
final class VideoClassifier {

  private final FaceExtractor extractor;
  private final EmotionModel model;
  private final Duration halfLife;

  VideoClassifier(FaceExtractor extractor, EmotionModel model, Duration halfLife) {
    this.extractor = extractor;
    this.model = model;
    this.halfLife = halfLife;
  }

  /**
   * Reads an open source to its end, or until that is wished no more.
   *
   * @param source stays the caller's to close
   */
  void classify(FrameSource source, BooleanSupplier stopped, FrameEmotions result)
      throws IOException {
    FaceClassifier classifier = new FaceClassifier(model, halfLife);
    TrackerState tracks = TrackerState.START;
    for (@Nullable CapturedFrame next = source.read();
        next != null && !stopped.getAsBoolean();
        next = source.read()) {
      byte[] jpeg = next.jpeg().bytes();
      Extraction extraction = extract(next, jpeg, tracks);
      tracks = extraction.state();
      List<AlignedFace> faces = extraction.faces();
      result.accept(jpeg, next.frame().positionMicros(), classifier.classify(faces));
    }
  }

  private Extraction extract(CapturedFrame next, byte[] jpeg, TrackerState tracks) {
    try {
      return extractor.extract(next.frame(), jpeg, tracks);
    } catch (BadRecord e) {
      throw new StageFailure(
          "frame %d cannot be searched: %s".formatted(next.frame().number(), e.getMessage()), e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import dev.mien.detector.align.FaceAligner;
import dev.mien.detector.image.Picture;
import dev.mien.detector.jpeg.JpegStructure;
import dev.mien.detector.track.Tracker;
import dev.mien.detector.track.TrackerConfig;
import dev.mien.detector.track.TrackerState;
import dev.mien.detector.track.Tracking;
import dev.mien.events.BadRecord;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import dev.mien.events.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame into its faces: found, followed, aligned. Keeps nothing between two frames, so it is safe
 * for use by several threads, and the same frame and state give the same faces.
 */
public final class FaceExtractor {

  private final FaceDetector detector;
  private final Tracker tracker;
  private final FaceAligner aligner = new FaceAligner();
  private final ExtractionListener listener;

  /**
   * Makes an extractor.
   *
   * @param detector stays the caller's to close
   */
  public FaceExtractor(FaceDetector detector, TrackerConfig tracking, ExtractionListener listener) {
    this.detector = detector;
    this.tracker = new Tracker(tracking);
    this.listener = listener;
  }

  /**
   * Extracts the faces of a frame as it lies in {@code mien.frames}.
   *
   * @param jpeg value of the record, not changed
   * @param state after the camera's frame before, {@link TrackerState#START} for its first
   * @throws BadRecord with the faults of {@link JpegStructure#check}, or {@link
   *     Fault#UNDECODABLE_IMAGE}
   */
  public Extraction extract(Frame frame, byte @Nullable [] jpeg, TrackerState state)
      throws BadRecord {
    long start = System.nanoTime();
    try (Picture picture =
        Picture.decode(JpegStructure.check(jpeg, frame.width(), frame.height()))) {
      listener.completed(Step.DECODE, System.nanoTime() - start);
      return extract(frame, picture, state);
    }
  }

  /**
   * Extracts the faces of a frame that is decoded already.
   *
   * @param picture stays the caller's to close
   * @param state after the camera's frame before, {@link TrackerState#START} for its first
   */
  public Extraction extract(Frame frame, Picture picture, TrackerState state) {
    long start = System.nanoTime();
    List<Detection> detections = detector.detect(picture);
    long detected = System.nanoTime();
    listener.completed(Step.DETECT, detected - start);
    Tracking tracks =
        tracker.update(
            state, frame.positionMicros(), detections.stream().map(Detection::box).toList());
    List<AlignedFace> faces = new ArrayList<>();
    for (int i = 0; i < detections.size(); i++) {
      Detection found = detections.get(i);
      faces.add(
          new AlignedFace(
              new Face(
                  frame, tracks.numbers().get(i), found.box(), found.landmarks(), found.score()),
              new Png(aligner.align(picture, found.landmarks()))));
    }
    listener.completed(Step.ALIGN, System.nanoTime() - detected);
    return new Extraction(tracks.state(), faces);
  }
}

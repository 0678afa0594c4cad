// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import dev.mien.detector.track.TrackerState;
import java.util.List;

/**
 * What was found in one frame.
 *
 * @param state of the tracker, for the next frame of the camera
 * @param faces in the frame, the highest score first
 */
public record Extraction(TrackerState state, List<AlignedFace> faces) {

  /** Copies the list. */
  public Extraction {
    faces = List.copyOf(faces);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import dev.mien.detector.image.Picture;
import java.util.List;

/**
 * What the P-Net or R-Net makes of one place.
 *
 * @param seen what the network saw, with its score
 * @param face where it believes the face to be
 */
record Proposal(Candidate seen, Candidate face) {

  /** Returns the squares that the next network shall see, inside the picture at least in part. */
  static List<Candidate> squares(List<Proposal> proposals, Picture picture) {
    return proposals.stream()
        .map(Proposal::face)
        .filter(Candidate::hasArea)
        .map(Candidate::squared)
        .filter(square -> square.isIn(picture.width(), picture.height()))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import dev.mien.events.Emotion;
import java.io.IOException;
import java.util.List;

/** Takes what was found in one frame of a file. */
@FunctionalInterface
interface FrameEmotions {

  /**
   * Takes a frame.
   *
   * @param encoded the frame as a picture file
   * @param positionMicros of the frame in its source
   * @param emotions of its faces, none where there is no face
   */
  void accept(byte[] encoded, long positionMicros, List<Emotion> emotions) throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.events.Frame;

/**
 * A frame and its picture.
 *
 * @param frame what the picture is
 * @param jpeg the picture, upright, as wide and high as the frame says
 */
public record CapturedFrame(Frame frame, Jpeg jpeg) {

  /** Returns the same picture captured at another time. */
  CapturedFrame capturedAt(long micros) {
    return as(frame.number(), micros, frame.positionMicros());
  }

  /** Returns the same picture at another place of its source. */
  CapturedFrame movedTo(long number, long positionMicros) {
    return as(number, frame.capturedMicros(), positionMicros);
  }

  private CapturedFrame as(long number, long capturedMicros, long positionMicros) {
    return new CapturedFrame(
        new Frame(
            frame.camera(), number, capturedMicros, positionMicros, frame.width(), frame.height()),
        jpeg);
  }
}

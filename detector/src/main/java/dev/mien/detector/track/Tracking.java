// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import java.util.List;

/**
 * What the tracker makes of one frame.
 *
 * @param state for the next frame
 * @param numbers one for each detection, in their order
 */
public record Tracking(TrackerState state, List<Long> numbers) {

  /** Copies the numbers. */
  public Tracking {
    numbers = List.copyOf(numbers);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

/**
 * Thins out frames by their position alone, so that a file always keeps the same ones: a frame is
 * kept if it is the first of a slot of one N-th of a second.
 */
final class FpsCap {

  /** A frame may be this early, for rounded timestamps and jittering cameras ... */
  private static final double TOLERANCE_MICROS = 5_000;

  /** ... but not more than this part of a slot. */
  private static final double TOLERANCE = 0.1;

  private final double maxFps;
  private double lastSlot = -1;

  /**
   * Starts before the first slot.
   *
   * @param maxFps slots per second, infinity to keep every frame
   */
  FpsCap(double maxFps) {
    this.maxFps = maxFps;
  }

  /** Returns whether to keep the frame at this position, which grows from call to call. */
  boolean keeps(long positionMicros) {
    if (Double.isInfinite(maxFps)) {
      return true;
    }
    double slotMicros = 1e6 / maxFps;
    double early = Math.min(TOLERANCE_MICROS, TOLERANCE * slotMicros);
    double slot = Math.floor((positionMicros + early) / slotMicros);
    boolean first = slot > lastSlot;
    lastSlot = slot;
    return first;
  }

  /** Returns the rate at which frames that come at this rate are kept. */
  double limit(double fps) {
    return Math.min(fps, maxFps);
  }
}

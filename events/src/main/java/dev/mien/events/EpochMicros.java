// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as events have it: microseconds since the epoch. */
public final class EpochMicros {

  private EpochMicros() {}

  /** Returns the time by the clock of this machine. */
  public static long now() {
    return of(Instant.now());
  }

  /** Returns a time, cut to whole microseconds. */
  public static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import java.time.Duration;

/**
 * How long to wait between two attempts to read a source that is away: a second, then twice as long
 * each time, up to half a minute.
 */
public final class Backoff {

  /** Before the second attempt. */
  public static final Duration FIRST = Duration.ofSeconds(1);

  /** Between all that come much later. */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private Backoff() {}

  /** Returns the pause that comes after this one. */
  public static Duration after(Duration pause) {
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
  }
}

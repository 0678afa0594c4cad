// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The last pictures of one camera, in memory only. A picture comes before its faces, so it waits
 * for them: boxes and picture are of the same frame.
 */
final class RecentFrames {

  /** Twice what comes while a face is looked for and classified, at 25 frames a second. */
  static final int KEPT = 32;

  static final int KEPT_BYTES = 32 << 20;

  private static final class Picture {
    final long number;
    final byte[] jpeg;

    Picture(long number, byte[] jpeg) {
      this.number = number;
      this.jpeg = jpeg;
    }
  }

  private final Deque<Picture> waiting = new ArrayDeque<>();
  private long bytes;
  private @Nullable Picture shown;

  void add(long number, byte[] jpeg) {
    waiting.addLast(new Picture(number, jpeg));
    bytes += jpeg.length;
    while (waiting.size() > 1 && (waiting.size() > KEPT || bytes > KEPT_BYTES)) {
      next();
    }
  }

  /** Shows the frame of this number, if it is here, and forgets those before it. */
  void show(long number) {
    if (waiting.stream().anyMatch(picture -> picture.number == number)) {
      while (next().number != number) {
        // those in between are not shown
      }
    }
  }

  void showNewest() {
    while (!waiting.isEmpty()) {
      next();
    }
  }

  @Nullable Long shownNumber() {
    return shown == null ? null : shown.number;
  }

  byte @Nullable [] shown() {
    return shown == null ? null : shown.jpeg;
  }

  private Picture next() {
    Picture next = waiting.removeFirst();
    bytes -= next.jpeg.length;
    shown = next;
    return next;
  }
}

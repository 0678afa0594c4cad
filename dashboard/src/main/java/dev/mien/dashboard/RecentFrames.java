// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The last pictures of one camera, in memory only. A picture comes before its faces, so it waits
 * for them: boxes and picture are of the same frame. Those shown last stay for browsers that ask a
 * little later.
 */
final class RecentFrames {

  /** Twice what comes while a face is looked for and classified, at 25 frames a second. */
  static final int KEPT = 32;

  /** Ticks of a second: so late a browser may ask. */
  static final int KEPT_SHOWN = 10;

  private static final class Picture {
    final long number;
    final byte[] jpeg;
    final long millis;

    Picture(long number, byte[] jpeg, long millis) {
      this.number = number;
      this.jpeg = jpeg;
      this.millis = millis;
    }
  }

  private final Deque<Picture> waiting = new ArrayDeque<>();
  private final Deque<Picture> shown = new ArrayDeque<>();
  private long bytes;
  private long newest = -1;

  void add(long number, byte[] jpeg, long nowMillis) {
    waiting.addLast(new Picture(number, jpeg, nowMillis));
    bytes += jpeg.length;
    newest = number;
    if (waiting.size() > KEPT) {
      show(waiting.removeFirst());
    }
  }

  /** Shows the frame of this number, if it is here, and forgets those before it. */
  void show(long number) {
    if (waiting.stream().anyMatch(picture -> picture.number == number)) {
      Picture next = waiting.removeFirst();
      while (next.number != number) {
        bytes -= next.jpeg.length; // those in between are not shown
        next = waiting.removeFirst();
      }
      show(next);
    }
  }

  void showNewest() {
    if (!waiting.isEmpty()) {
      show(newest);
    }
  }

  /** Returns the number of the picture that is to be seen, null if there is none. */
  @Nullable Long shownNumber() {
    @Nullable Picture last = shown.peekLast();
    return last == null ? null : last.number;
  }

  /** Returns the picture of this number if it is or was to be seen, null if it has gone. */
  byte @Nullable [] shown(long number) {
    return shown.stream()
        .filter(picture -> picture.number == number)
        .map(picture -> picture.jpeg)
        .findFirst()
        .orElse(null);
  }

  /** Returns whether this frame has not come yet, as far as the numbers tell. */
  boolean isToCome(long number) {
    return number > newest;
  }

  /** Returns the bytes of all pictures. */
  long bytes() {
    return bytes;
  }

  /** Returns when the oldest picture came, {@link Long#MAX_VALUE} if there is none. */
  long oldestMillis() {
    @Nullable Picture oldest = shown.isEmpty() ? waiting.peekFirst() : shown.peekFirst();
    return oldest == null ? Long.MAX_VALUE : oldest.millis;
  }

  void forgetOldest() {
    @Nullable Picture oldest = shown.isEmpty() ? waiting.pollFirst() : shown.pollFirst();
    bytes -= oldest == null ? 0 : oldest.jpeg.length;
  }

  void clear() {
    waiting.clear();
    shown.clear();
    bytes = 0;
  }

  private void show(Picture picture) {
    shown.addLast(picture);
    if (shown.size() > KEPT_SHOWN) {
      bytes -= shown.removeFirst().jpeg.length;
    }
  }
}

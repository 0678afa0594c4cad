// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one browser. It never holds up who offers: when it is full, its own oldest goes,
 * is counted, and a snapshot makes the browser whole again. One thread takes, any thread offers.
 */
final class Browser {

  private final int capacity;
  private final LongFunction<ServerEvent> snapshots;
  private final DashboardMetrics metrics;
  private final Deque<ServerEvent> waiting = new ArrayDeque<>();
  private boolean behind = true;
  private boolean joined;
  private boolean closed;
  private long lost;

  /**
   * Begins with a snapshot.
   *
   * @param capacity ticks that may wait
   * @param snapshots makes one for a browser that has lost so many events
   */
  Browser(int capacity, LongFunction<ServerEvent> snapshots, DashboardMetrics metrics) {
    this.capacity = capacity;
    this.snapshots = snapshots;
    this.metrics = metrics;
  }

  synchronized void offer(ServerEvent tick) {
    if (waiting.size() == capacity) {
      lose(waiting.removeFirst());
      behind = true;
    }
    waiting.addLast(tick);
    notifyAll();
  }

  /** Waits for the next event; returns null once it is closed and nothing waits. */
  @Nullable ServerEvent next() throws InterruptedException {
    long missed;
    synchronized (this) {
      while (waiting.isEmpty() && !behind && !closed) {
        wait();
      }
      if (closed && (behind || waiting.isEmpty())) {
        return null;
      }
      if (!behind) {
        return waiting.removeFirst();
      }
      loseUpTo(Long.MAX_VALUE); // the snapshot will hold what they hold
      missed = lost;
      lost = 0;
      behind = false;
    }
    // Not while locked: who offers holds the lock that a snapshot takes.
    ServerEvent snapshot = snapshots.apply(missed);
    synchronized (this) {
      loseUpTo(snapshot.sequence());
      joined = true;
    }
    return snapshot;
  }

  /** Takes away what waits. Who has just joined has not lost what was before. */
  private void loseUpTo(long sequence) {
    while (!waiting.isEmpty() && waiting.getFirst().sequence() <= sequence) {
      lose(waiting.removeFirst());
    }
  }

  private void lose(ServerEvent tick) {
    if (joined) {
      lost += tick.events();
      metrics.lost(tick.events());
    }
  }

  /** Its last word is what waits last, perhaps why there will be no other. */
  synchronized void close() {
    closed = true;
    while (waiting.size() > 1) {
      lose(waiting.removeFirst());
    }
    notifyAll();
  }
}

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
      long events = waiting.removeFirst().events();
      lost += events;
      metrics.lost(events);
      behind = true;
    }
    waiting.addLast(tick);
    notifyAll();
  }

  /** Waits for the next event; returns null once it is closed. */
  @Nullable ServerEvent next() throws InterruptedException {
    long missed;
    synchronized (this) {
      while (waiting.isEmpty() && !behind && !closed) {
        wait();
      }
      if (closed) {
        return null;
      }
      if (!behind) {
        return waiting.removeFirst();
      }
      missed = lost;
      lost = 0;
      behind = false;
    }
    // Not while locked: who offers holds the lock that a snapshot takes.
    ServerEvent snapshot = snapshots.apply(missed);
    synchronized (this) {
      waiting.removeIf(tick -> tick.sequence() <= snapshot.sequence());
    }
    return snapshot;
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}

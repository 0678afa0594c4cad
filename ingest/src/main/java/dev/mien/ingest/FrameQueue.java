// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.IngestMetrics.Drop;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Encoded frames on their way from the thread that reads to the thread that sends. Bounded: in file
 * mode a frame waits for room, in live mode it takes the place of the oldest.
 */
final class FrameQueue {

  private final Mode mode;
  private final int capacity;
  private final IngestMetrics metrics;
  private final Deque<CapturedFrame> frames = new ArrayDeque<>();
  private boolean ended;

  FrameQueue(Mode mode, int capacity, IngestMetrics metrics) {
    this.mode = mode;
    this.capacity = capacity;
    this.metrics = metrics;
  }

  /**
   * Adds a frame that was read.
   *
   * @return false, and the frame is dropped, once the queue has ended or the thread is interrupted
   */
  synchronized boolean add(CapturedFrame frame) {
    metrics.read();
    if (!makeRoom() || ended) {
      metrics.dropped(Drop.CLOSED);
      return false;
    }
    frames.add(frame);
    changed();
    return true;
  }

  private boolean makeRoom() {
    try {
      while (!ended && frames.size() >= capacity) {
        if (mode == Mode.LIVE) {
          drop(Drop.OVERFLOW);
        } else {
          wait();
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for the oldest frame; null once the queue has ended and is empty. */
  synchronized @Nullable CapturedFrame take() throws InterruptedException {
    while (!ended && frames.isEmpty()) {
      wait();
    }
    CapturedFrame oldest = frames.poll();
    changed();
    return oldest;
  }

  /** Refuses further frames; those that wait can still be taken. */
  synchronized void end() {
    ended = true;
    changed();
  }

  /** Refuses further frames and drops those that wait. */
  synchronized void discard() {
    while (!frames.isEmpty()) {
      drop(Drop.CLOSED);
    }
    end();
  }

  private void drop(Drop cause) {
    frames.remove();
    metrics.dropped(cause);
  }

  private void changed() {
    metrics.queued(frames.size());
    notifyAll();
  }
}

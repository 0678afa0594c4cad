// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.backlog;

import dev.mien.ingest.backlog.Progress.Commit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How fast the detectors get through a partition, by what they have committed lately. */
final class CommitRate {

  private final Duration lately;
  private final Deque<Commit> commits = new ArrayDeque<>();

  CommitRate(Duration lately) {
    this.lately = lately;
  }

  /** Adds what they have committed now; returns false if that is less than before. */
  boolean add(Commit commit) {
    @Nullable Commit last = commits.peekLast();
    if (last != null && commit.nanos() == last.nanos()) {
      return true;
    }
    boolean onwards = last == null || commit.offset() >= last.offset();
    if (!onwards) {
      commits.clear();
    }
    commits.add(commit);
    while (commits.size() > 2 && span() > lately.toNanos()) {
      commits.remove();
    }
    return onwards;
  }

  /** Returns how many nanoseconds they take for so many frames; infinity if they stand still. */
  double nanosFor(long frames) {
    long through = commits.getLast().offset() - commits.getFirst().offset();
    return through == 0 ? Double.POSITIVE_INFINITY : (double) frames / through * span();
  }

  private long span() {
    return commits.getLast().nanos() - commits.getFirst().nanos();
  }
}

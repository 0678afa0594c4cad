// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The end of a stage, for those who wait for it. The first one counts. For any thread. */
public final class StageEnd {

  private final String stage;
  private final CompletableFuture<Void> end = new CompletableFuture<>();

  /** Has not come yet. */
  public StageEnd(String stage) {
    this.stage = stage;
  }

  /** It has ended as it should; returns whether it had not ended before. */
  public boolean complete() {
    return end.complete(null);
  }

  /** It has ended because something failed. */
  public void fail(StageFailure failure) {
    end.completeExceptionally(failure);
  }

  /**
   * Waits for it.
   *
   * @throws StageFailure if something failed
   */
  public void await() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw KafkaFailures.explained(stage, e);
    }
  }

  /** Waits for it, whatever it is: how it ended is for {@link #await} to tell. */
  public void join() {
    end.exceptionally(failure -> null).join();
  }
}

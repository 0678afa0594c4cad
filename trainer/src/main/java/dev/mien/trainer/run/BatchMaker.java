// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The thread that makes batches ahead of time. Whoever closes it knows that it computes no more: a
 * process that ends while the engine computes dies of signal 11.
 */
final class BatchMaker implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService thread = Executors.newSingleThreadExecutor(BatchMaker::thread);

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "mien-batches");
    thread.setDaemon(true);
    return thread;
  }

  Future<Batch> make(Callable<Batch> batch) {
    return thread.submit(batch);
  }

  /** Waits for the batch that is being made, even if this thread is interrupted. */
  @Override
  public void close() {
    thread.shutdown();
    boolean interrupted = false;
    while (!thread.isTerminated()) {
      try {
        if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw new IllegalStateException("a batch is not made within a minute");
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

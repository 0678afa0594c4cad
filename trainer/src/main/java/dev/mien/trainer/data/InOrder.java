// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Threads that work on numbered tasks, whose results come in the order of the numbers. */
final class InOrder implements AutoCloseable {

  /** Tasks that are begun for each thread, which bounds the results that wait. */
  private static final int AHEAD = 8;

  private final ExecutorService threads;
  private final int ahead;

  InOrder(int threads) {
    this.threads = Executors.newFixedThreadPool(threads);
    this.ahead = AHEAD * threads;
  }

  /** Takes the results. */
  @FunctionalInterface
  interface Sink<T> {

    /** Takes the result of a task. */
    void accept(int number, T result) throws IOException;
  }

  /**
   * Does the tasks 0 to {@code count - 1}. None is running any more when this returns or throws.
   *
   * @param task is called by several threads
   * @param sink is called by this thread
   * @throws StageFailure if the waiting was interrupted; what a task throws comes out as it is
   */
  <T> void forEach(int count, IntFunction<T> task, Sink<? super T> sink) throws IOException {
    Deque<Future<T>> begun = new ArrayDeque<>();
    int next = 0;
    try {
      for (int done = 0; done < count; done++) {
        for (; next < count && begun.size() < ahead; next++) {
          int number = next;
          begun.add(threads.submit(() -> task.apply(number)));
        }
        sink.accept(done, result(begun.remove()));
      }
    } finally {
      begun.forEach(InOrder::awaitEnd);
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailure("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // A task throws nothing else.
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  private static void awaitEnd(Future<?> future) {
    boolean interrupted = false;
    while (!future.isDone()) {
      try {
        future.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        // Another error is on its way already.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    threads.shutdown();
  }
}

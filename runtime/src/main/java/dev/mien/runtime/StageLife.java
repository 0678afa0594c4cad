// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static java.util.Objects.requireNonNull;

import dev.mien.runtime.Health.State;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one stage: how it begins, how it is, how it ends. The first end counts. For any
 * thread.
 */
public final class StageLife {

  private static final Logger LOG = LoggerFactory.getLogger(StageLife.class);

  private final String stage;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final AtomicReference<Health> health =
      new AtomicReference<>(new Health(State.STARTING, "not started"));
  private @Nullable Runnable stop;
  private boolean working;
  private volatile boolean closed;

  /**
   * Has not begun.
   *
   * @param stage its name
   */
  public StageLife(String stage) {
    this.stage = stage;
  }

  /**
   * Begins, unless it was closed before. What fails while it is being closed is no failure.
   *
   * @param beginning returns when the work has been handed to other threads
   * @throws StageFailure if it fails; then the life is over
   */
  public synchronized void begin(Runnable beginning) {
    if (closed) {
      return;
    }
    try {
      beginning.run();
    } catch (RuntimeException | Error e) {
      if (closed) {
        LOG.info("The stage '{}' was closed before it had started: {}", stage, e.toString());
        return;
      }
      if (e instanceof Error) { // nobody expects one, so whoever hears of it needs all
        LOG.error("The stage '{}' fails", stage, e);
      }
      throw fail(e);
    }
  }

  /**
   * Works on a thread of its own; the life is over when the work is. Called once, by what {@link
   * #begin} runs.
   *
   * @param stopping makes {@code work} return soon; runs once
   */
  public synchronized void work(String thread, Runnable work, Runnable stopping) {
    new Thread(() -> untilEnd(work), thread).start();
    stop = stopping;
    working = true;
  }

  private void untilEnd(Runnable work) {
    try {
      work.run();
      end();
    } catch (RuntimeException | Error e) {
      LOG.error("The stage '{}' fails", stage, e);
      fail(e);
    }
  }

  /** Returns how it is, now. */
  public Health health() {
    return requireNonNull(health.get());
  }

  /** Tells how it is. What has failed stays so, whichever thread comes later. */
  public void become(State state, String detail) {
    health.updateAndGet(now -> now.live() ? new Health(state, detail) : now);
  }

  /** Returns whether it has been asked to end. */
  public boolean isClosed() {
    return closed;
  }

  /** Returns whether it has ended, well or not. */
  public boolean isOver() {
    return end.isDone();
  }

  /** It ends because something failed; returns that in words for a person. */
  public StageFailure fail(Throwable reason) {
    StageFailure failure = KafkaFailures.explained(stage, reason);
    become(State.FAILED, String.valueOf(failure.getMessage()));
    end.completeExceptionally(failure);
    return failure;
  }

  private void end() {
    if (!isOver()) {
      become(State.ENDED, "closed");
    }
    end.complete(null);
  }

  /**
   * Waits for the end.
   *
   * @throws StageFailure if something failed
   */
  public void awaitEnd() throws InterruptedException {
    try {
      end.get();
    } catch (ExecutionException e) {
      throw KafkaFailures.explained(stage, e);
    }
  }

  /**
   * Stops the work, if there is any, and waits for the end, whatever it is: how it ended is for
   * {@link #awaitEnd} to tell. Later calls only wait.
   */
  public void close() {
    closed = true; // for what begins, which has the lock for as long as it waits for Kafka
    stop();
    end.exceptionally(failure -> null).join();
  }

  private synchronized void stop() {
    if (!working) {
      end();
    } else if (stop != null) {
      Runnable once = stop;
      stop = null;
      once.run();
    }
  }
}

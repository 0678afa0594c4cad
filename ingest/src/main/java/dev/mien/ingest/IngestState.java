// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.runtime.Health;
import dev.mien.runtime.StageFailure;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How it goes with a camera, told in health, log and meters, and how it ended: the first failure
 * counts. For any thread.
 */
final class IngestState implements ReconnectingSource.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(IngestState.class);

  private final IngestConfig config;
  private final IngestMetrics metrics;
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable StageFailure failure;
  private String detectors = "";
  private String kafka = "";
  private boolean reading;
  private boolean waited;
  private boolean lost;
  private volatile Health health = new Health(Health.State.STARTING, "not started");

  IngestState(IngestConfig config, IngestMetrics metrics) {
    this.config = config;
    this.metrics = metrics;
  }

  Health health() {
    return health;
  }

  boolean isClosing() {
    return closing.get();
  }

  /** From now on it is closing; returns whether it was not, nor is over. */
  boolean close() {
    return !closing.getAndSet(true) && over.getCount() > 0;
  }

  void opens() {
    become(Health.State.STARTING, "opening " + config.source());
  }

  synchronized void reads() {
    if (kafka.isEmpty()) {
      become(Health.State.READY, detectors.isEmpty() ? "reading " + config.source() : detectors);
    } else {
      become(Health.State.STARTING, kafka);
    }
    reading = true;
  }

  private synchronized void become(Health.State state, String detail) {
    health = new Health(state, detail);
    reading = false;
  }

  /** Tells why Kafka does not take the frames of a live source; empty when it does. */
  synchronized void undelivered(String why) {
    if (!why.equals(kafka)) {
      kafka = why;
      if (reading) {
        reads();
      }
    }
  }

  /** Tells how a file waits for the detectors, which it does often; empty when it goes on. */
  synchronized void waits(String how) {
    show(how);
    if (!how.isEmpty()) {
      LOG.atLevel(waited ? Level.DEBUG : Level.WARN).log("camera {} {}", config.camera(), how);
      waited = true;
    }
  }

  /** Tells why frames are dropped for the sake of the detectors; empty when that is over. */
  synchronized void drops(String why) {
    show(why);
    if (why.isEmpty()) {
      LOG.info("camera {} drops no more frames, the detectors follow", config.camera());
    } else {
      LOG.warn("camera {} {}", config.camera(), why);
    }
  }

  private void show(String detail) {
    detectors = detail;
    if (reading) {
      reads();
    }
  }

  @Override
  public synchronized void lost(String reason, Duration pause) {
    if (isClosing()) {
      return;
    }
    String what =
        "reconnecting to %s in %d s: %s".formatted(config.source(), pause.toSeconds(), reason);
    LOG.atLevel(lost ? Level.DEBUG : Level.WARN).log("camera {}: {}", config.camera(), what);
    lost = true;
    if (!hasFailed()) {
      become(Health.State.STARTING, what);
    }
  }

  @Override
  public void reconnecting() {
    metrics.reconnects();
  }

  @Override
  public synchronized void back() {
    LOG.info("camera {} reads {} again", config.camera(), config.source());
    lost = false;
    if (!hasFailed()) {
      reads();
    }
  }

  synchronized boolean hasFailed() {
    return failure != null;
  }

  synchronized void fail(Throwable reason) {
    if (hasFailed()) {
      return;
    }
    failure =
        reason instanceof StageFailure known
            ? known
            : new StageFailure("reading " + config.source() + " stopped: " + reason, reason);
    become(Health.State.FAILED, String.valueOf(failure.getMessage()));
    LOG.error(failure.getMessage());
  }

  /** It is over before it began; returns why. */
  synchronized StageFailure notStarted(StageFailure reason) {
    failure = reason;
    become(Health.State.FAILED, String.valueOf(reason.getMessage()));
    over.countDown();
    return reason;
  }

  synchronized void end() {
    if (!hasFailed()) {
      String how = isClosing() ? "closed" : config.source() + " ended";
      become(Health.State.ENDED, how);
      LOG.info("camera {}: {}", config.camera(), how);
    }
    over.countDown();
  }

  /**
   * Waits for the end.
   *
   * @throws StageFailure if something failed
   */
  void awaitEnd() throws InterruptedException {
    over.await();
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** Waits for the end, so long at most, and returns whether it came. */
  boolean isOver(Duration wait) {
    try {
      return over.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}

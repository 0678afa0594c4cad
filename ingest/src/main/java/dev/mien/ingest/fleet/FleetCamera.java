// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import dev.mien.events.Camera;
import dev.mien.ingest.Backoff;
import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One camera, read by a stage in a thread of its own. What cannot be opened, or has failed, is
 * begun again, with {@link Backoff}. Where many cameras share a process, no one of them may end it.
 */
final class FleetCamera {

  private static final Logger LOG = LoggerFactory.getLogger(FleetCamera.class);

  private final Camera camera;
  private final CameraStages stages;
  private final Thread thread;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private volatile @Nullable Stage stage;
  private Duration pause = Backoff.FIRST;

  /** Begins nothing yet; every attempt is a stage of its own. */
  FleetCamera(Camera camera, CameraStages stages) {
    this.camera = camera;
    this.stages = stages;
    thread = new Thread(this::run, "ingest-camera-" + camera.camera());
  }

  Camera camera() {
    return camera;
  }

  void start() {
    thread.start();
  }

  /** Has it end: in some seconds, as long as an opening may take. Waits for nothing. */
  void stop() {
    if (!stopping.getAndSet(true)) { // once: a second time would cut short what is under way
      thread.interrupt();
    }
  }

  /** Returns whether it has ended since it was started. */
  boolean isOver() {
    return !thread.isAlive();
  }

  /** Waits for its end, so long at most, and returns whether it came. */
  boolean join(Duration patience) throws InterruptedException {
    thread.join(Math.max(1, patience.toMillis()));
    return isOver();
  }

  Health health() {
    Stage now = stage;
    return now == null ? new Health(Health.State.STARTING, "begins") : now.health();
  }

  private void run() {
    try {
      while (!stopping.get()) {
        attempt();
        rest();
      }
    } finally {
      stages.forget(camera);
    }
  }

  private void attempt() {
    long begin = System.nanoTime();
    try (Stage reading = stages.create(camera)) {
      stage = reading;
      try {
        reading.start();
        reading.awaitEnd();
      } finally {
        boolean unused = Thread.interrupted(); // closing waits for what is under way
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is stopped", camera, e);
    } catch (RuntimeException | Error e) {
      if (System.nanoTime() - begin > Backoff.LONGEST.toNanos()) {
        pause = Backoff.FIRST; // it had worked
      }
      tell(e);
    }
  }

  private void tell(Throwable failure) {
    if (!stopping.get()) {
      String reason =
          failure instanceof StageFailure ? failure.getMessage() : String.valueOf(failure);
      LOG.atLevel(pause.equals(Backoff.FIRST) ? Level.WARN : Level.DEBUG)
          .log("{} is tried again, later and later: {}", camera, reason);
      LOG.debug("{} failed", camera, failure);
    }
  }

  private void rest() {
    try {
      if (!stopping.get()) {
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      LOG.debug("{} is stopped", camera, e);
    }
    pause = Backoff.after(pause);
  }
}

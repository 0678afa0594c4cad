// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.util.Objects.requireNonNull;

import dev.mien.runtime.StageFailure;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A live source that is opened again when it ends or breaks off, for ever, with {@link Backoff},
 * until a frame comes. Frame numbers go on without a gap; positions go on with the time that
 * passed. Only the first opening may fail. Ends when its thread is interrupted.
 */
final class ReconnectingSource implements FrameSource {

  private final Supplier<FrameSource> connections;
  private final Listener listener;
  private final Pause pause;
  private @Nullable FrameSource connection;
  private @Nullable CapturedFrame last;
  private boolean resumes;
  private long firstNumber;
  private long firstPosition;

  /** Is told on the reading thread what happens. */
  interface Listener {

    /** The source is gone, and will be opened again after the pause. */
    void lost(String reason, Duration pause);

    /** The source is about to be opened again. */
    void reconnecting();

    /** Frames come again. */
    void back();
  }

  /** How to wait. */
  interface Pause {

    /** Waits so long, unless the thread is interrupted. */
    void sleep(long millis) throws InterruptedException;
  }

  /**
   * Opens nothing yet.
   *
   * @param connections gives a new, unopened source for every attempt
   */
  ReconnectingSource(Supplier<FrameSource> connections, Listener listener, Pause pause) {
    this.connections = connections;
    this.listener = listener;
    this.pause = pause;
  }

  @Override
  public void open() {
    FrameSource opening = connections.get();
    connection = opening;
    opening.open();
  }

  @Override
  public @Nullable CapturedFrame read() {
    Duration wait = Backoff.FIRST;
    String lost = null;
    while (true) {
      try {
        CapturedFrame frame = attempt(lost);
        if (frame != null) {
          return continued(frame);
        }
        lost = "it ended";
      } catch (StageFailure e) {
        lost = reason(e);
      }
      close();
      listener.lost(lost, wait);
      if (!waited(wait)) {
        return null;
      }
      wait = Backoff.after(wait);
    }
  }

  private @Nullable CapturedFrame attempt(@Nullable String lost) {
    if (lost != null) {
      resumes = true;
      listener.reconnecting();
      open();
    }
    return connection().read();
  }

  private CapturedFrame continued(CapturedFrame frame) {
    if (resumes) {
      resumes = false;
      resumeAt(frame);
      listener.back();
    }
    CapturedFrame moved =
        frame.movedTo(
            firstNumber + frame.frame().number(), firstPosition + frame.frame().positionMicros());
    last = moved;
    return moved;
  }

  private void resumeAt(CapturedFrame frame) {
    if (last != null) {
      long passed = frame.frame().capturedMicros() - last.frame().capturedMicros();
      firstNumber = last.frame().number() + 1;
      firstPosition = last.frame().positionMicros() + Math.max(1, passed);
    }
  }

  private boolean waited(Duration wait) {
    try {
      pause.sleep(wait.toMillis());
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What broke off, without the advice to start again. */
  private static String reason(StageFailure failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  /** Returns empty: it never ends. */
  @Override
  public OptionalLong frames() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalDouble frameRate() {
    return connection().frameRate();
  }

  private FrameSource connection() {
    return requireNonNull(connection, "not open");
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
    }
  }
}

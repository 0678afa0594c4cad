// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.util.concurrent.TimeUnit.MICROSECONDS;

import dev.mien.events.EpochMicros;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Plays a file as if a camera filmed it now: every frame is handed over, and counts as captured, at
 * its presentation time after the first one. Ends when its thread is interrupted.
 *
 * <p>What is behind a URL is played so if it states how long it is; a camera does not, and keeps
 * its own time.
 */
final class PacedSource implements FrameSource {

  private final FrameSource source;
  private final boolean always;
  private boolean paced;
  private long startNanos;
  private boolean started;

  private PacedSource(FrameSource source, boolean always) {
    this.source = source;
    this.always = always;
  }

  /** Returns one that keeps the time of a file. */
  static PacedSource ofFile(FrameSource file) {
    return new PacedSource(file, true);
  }

  /** Returns one that keeps the time of a live source if it has an end, as a video behind a URL. */
  static PacedSource ofLive(FrameSource live) {
    return new PacedSource(live, false);
  }

  @Override
  public void open() {
    source.open();
    paced = always || source.frames().isPresent();
  }

  @Override
  public @Nullable CapturedFrame read() {
    CapturedFrame frame = source.read();
    if (frame == null || !paced) {
      return frame;
    }
    long position = MICROSECONDS.toNanos(frame.frame().positionMicros());
    if (!started) {
      started = true;
      startNanos = System.nanoTime() - position;
    }
    return waited(startNanos + position) ? frame.capturedAt(EpochMicros.now()) : null;
  }

  private static boolean waited(long untilNanos) {
    try {
      MICROSECONDS.sleep(Math.max(0, untilNanos - System.nanoTime()) / 1000);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public OptionalLong frames() {
    return source.frames();
  }

  @Override
  public OptionalDouble frameRate() {
    return source.frameRate();
  }

  @Override
  public void close() {
    source.close();
  }
}

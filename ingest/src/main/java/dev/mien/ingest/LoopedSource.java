// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.util.Objects.requireNonNull;

import dev.mien.runtime.StageFailure;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A source that starts over at its end, for ever, while frame number and position go on. */
final class LoopedSource implements FrameSource {

  /** Until two frames have shown the real one; what a source of one picture is repeated at. */
  private static final long DEFAULT_PERIOD_MICROS = 40_000;

  private final Supplier<FrameSource> rounds;
  private @Nullable FrameSource round;
  private long firstNumber;
  private long firstPosition;
  private long lastNumber = -1;
  private long lastPosition = -1;
  private long period = DEFAULT_PERIOD_MICROS;

  /**
   * Opens nothing yet.
   *
   * @param rounds gives a new, unopened source for every round
   */
  LoopedSource(Supplier<FrameSource> rounds) {
    this.rounds = rounds;
  }

  @Override
  public void open() {
    FrameSource opening = rounds.get();
    opening.open();
    round = opening;
  }

  @Override
  public @Nullable CapturedFrame read() {
    CapturedFrame frame = round().read();
    if (frame == null) {
      frame = startOver();
    }
    long position = firstPosition + frame.frame().positionMicros();
    period = lastPosition < 0 ? period : position - lastPosition;
    lastPosition = position;
    lastNumber = firstNumber + frame.frame().number();
    return frame.movedTo(lastNumber, lastPosition);
  }

  private CapturedFrame startOver() {
    firstNumber = lastNumber + 1;
    firstPosition = lastPosition + period;
    close();
    open();
    CapturedFrame first = round().read();
    if (first == null) {
      throw new StageFailure("the source has no frames, there is nothing to repeat");
    }
    return first;
  }

  /** Returns empty: it never ends. */
  @Override
  public OptionalLong frames() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalDouble frameRate() {
    return round().frameRate();
  }

  private FrameSource round() {
    return requireNonNull(round, "not open");
  }

  @Override
  public void close() {
    if (round != null) {
      round.close();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.events.Frame;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The in-memory twin of a source: frames at given positions, whose bytes are their number. */
final class FrameList implements FrameSource {

  private final List<CapturedFrame> frames;
  private Iterator<CapturedFrame> rest;
  private boolean endless;

  private FrameList(List<CapturedFrame> frames) {
    this.frames = frames;
    rest = frames.iterator();
  }

  static FrameList at(long... positions) {
    return new FrameList(
        LongStream.range(0, positions.length).mapToObj(i -> frame(i, positions[(int) i])).toList());
  }

  /** Does not say how long it is. */
  FrameList endless() {
    endless = true;
    return this;
  }

  static CapturedFrame frame(long number, long positionMicros) {
    return new CapturedFrame(
        new Frame("list", number, 0, positionMicros, 4, 3), new Jpeg(new byte[] {(byte) number}));
  }

  @Override
  public void open() {
    rest = frames.iterator();
  }

  @Override
  public @Nullable CapturedFrame read() {
    return rest.hasNext() ? rest.next() : null;
  }

  @Override
  public OptionalLong frames() {
    return endless ? OptionalLong.empty() : OptionalLong.of(frames.size());
  }

  @Override
  public OptionalDouble frameRate() {
    return OptionalDouble.empty();
  }

  @Override
  public void close() {}
}

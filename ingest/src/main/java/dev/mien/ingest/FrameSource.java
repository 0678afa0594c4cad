// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.runtime.StageFailure;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Frames of one camera in order: numbers from 0 without gaps, positions that start at 0 and grow.
 * Opened once, then read to its end or closed early. For one thread at a time.
 */
public interface FrameSource extends AutoCloseable {

  /**
   * Opens the source.
   *
   * @throws StageFailure naming the source, the reason and the remedy
   */
  void open();

  /**
   * Waits for the next frame.
   *
   * @return null at the end
   * @throws StageFailure if the source broke off
   */
  @Nullable CapturedFrame read();

  /** Returns about how many frames an open source has in all, if that can be known. */
  OptionalLong frames();

  /** Returns the mean number of frames per second of an open source, if it says. */
  OptionalDouble frameRate();

  /** Frees the source; later calls do nothing. */
  @Override
  void close();
}

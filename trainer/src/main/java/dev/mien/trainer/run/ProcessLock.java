// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other runs out of what this one writes. The operating system lets go of it when the process
 * dies; its empty file stays.
 */
public final class ProcessLock implements AutoCloseable {

  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final FileChannel channel;

  private ProcessLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes a folder, and makes it if it is missing. */
  static ProcessLock of(Path folder) {
    try {
      Files.createDirectories(folder);
      ProcessLock lock = tryTake(folder.resolve(".lock"));
      if (lock == null) {
        throw new StageFailure(
            "another run is writing to %s: wait for it, or choose another --out".formatted(folder));
      }
      return lock;
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be written: %s: choose another --out".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Takes a file as soon as nobody else has it.
   *
   * @param waits run once if somebody has
   * @param stop asked while it waits
   * @throws CancellationException if stop says so
   */
  static ProcessLock await(Path file, Runnable waits, BooleanSupplier stop) throws IOException {
    ProcessLock lock = tryTake(file);
    if (lock == null) {
      waits.run();
    }
    while (lock == null) {
      if (stop.getAsBoolean()) {
        throw new CancellationException("stopped while it waited for another process");
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
      lock = tryTake(file);
    }
    return lock;
  }

  private static @Nullable ProcessLock tryTake(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isTaken(channel)) {
      return new ProcessLock(channel);
    }
    channel.close();
    return null;
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) { // this process has it already
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new StageFailure("a lock cannot be let go: " + e.getMessage(), e);
    }
  }
}

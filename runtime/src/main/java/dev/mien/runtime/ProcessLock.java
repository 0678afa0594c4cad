// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps others out of what its owner writes, in this process and in others. The operating system
 * lets go of it when the process dies; its empty file stays.
 */
public final class ProcessLock implements AutoCloseable {

  private static final long LOOK_EVERY_MILLIS = 100;

  /**
   * What this process has. To close a second channel of a file would end the lock of the first (<a
   * href="https://pubs.opengroup.org/onlinepubs/9699919799/functions/fcntl.html">fcntl</a>), so a
   * file that is in here is not opened again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private ProcessLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes a lock of a folder.
   *
   * @param name of its file
   * @return null if somebody has it
   */
  public static @Nullable ProcessLock tryTake(Path folder, String name) throws IOException {
    Path file = folder.toRealPath().resolve(name);
    if (!HELD.add(file)) {
      return null;
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = channel.tryLock() != null;
      return taken ? new ProcessLock(file, channel) : null;
    } finally {
      if (!taken) {
        release(file, channel);
      }
    }
  }

  /**
   * Takes a lock of a folder as soon as nobody else has it.
   *
   * @param name of its file
   * @param waits run once if somebody has
   * @param stop asked while it waits
   * @throws CancellationException if stop says so, or the thread is interrupted
   */
  public static ProcessLock await(Path folder, String name, Runnable waits, BooleanSupplier stop)
      throws IOException {
    ProcessLock lock = tryTake(folder, name);
    if (lock == null) {
      waits.run();
    }
    while (lock == null) {
      if (stop.getAsBoolean()) {
        throw stopped();
      }
      pause();
      lock = tryTake(folder, name);
    }
    return lock;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    }
  }

  private static CancellationException stopped() {
    return new CancellationException("stopped while it waited for another process");
  }

  private static void release(Path file, @Nullable FileChannel channel) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      HELD.remove(file);
    }
  }

  @Override
  public void close() {
    try {
      release(file, channel);
    } catch (IOException e) {
      throw new StageFailure(file + " cannot be let go: " + e.getMessage(), e);
    }
  }
}

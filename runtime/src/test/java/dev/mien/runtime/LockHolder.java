// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that takes the lock of a folder, says so and keeps it until it is killed. */
public final class LockHolder implements AutoCloseable {

  /** Of the lock's file, that of a broker. */
  static final String NAME = "mien.lock";

  public static final String TAKEN = "taken";
  public static final String REFUSED = "refused";

  private final Process process;
  private final BufferedReader said;

  public LockHolder(Path folder) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                LockHolder.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Waits for what it says, {@link #TAKEN} or {@link #REFUSED}. */
  public String said() throws IOException {
    return said.readLine();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  @SuppressWarnings("try") // the lock works by being there
  public static void main(String[] args) throws IOException {
    try (ProcessLock lock = ProcessLock.tryTake(Path.of(args[0]), NAME)) {
      System.out.println(lock == null ? REFUSED : TAKEN);
      if (lock != null) {
        System.in.read();
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A stage in a Java virtual machine of its own, started as {@code mien} starts it. */
final class KilledStage implements AutoCloseable {

  /** A stage that closes takes half a minute itself before it gives up. */
  private static final int PATIENCE = 90;

  private final List<String> command = new ArrayList<>();
  private final Path log;
  private Process process;

  /**
   * Starts a stage.
   *
   * @param log gets what it prints
   * @param arguments of {@code mien}
   */
  KilledStage(Path log, String... arguments) throws IOException {
    this.log = log;
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    process = launch();
  }

  /** Ends it as {@code kill -9} does and starts it again. */
  void killAndRestart() throws IOException, InterruptedException {
    kill();
    process = launch();
  }

  /** Ends it as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    var unused = stop();
  }

  /** Asks it to end, waits until it has, and returns its exit code. */
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  /** Sends it a signal, waits until it has ended, and returns its exit code. */
  int end(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    return awaitEnd();
  }

  private int awaitEnd() {
    try {
      return process.onExit().orTimeout(PATIENCE, TimeUnit.SECONDS).join().exitValue();
    } catch (CompletionException e) {
      process.destroyForcibly().onExit().join();
      throw new AssertionError(command + " does not end, see " + log, e);
    }
  }

  private Process launch() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("MIEN_"));
    return builder.start();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ctrl-C, SIGTERM and SIGHUP, of a terminal that is closed, as a wish: whoever listens ends what it
 * does, and the process with it. A second signal, other than SIGHUP, ends the process at once.
 * Under {@code nohup} a SIGHUP stays ignored.
 *
 * <p>No shutdown hook: hooks run all at once, and that of ONNX Runtime frees what a network still
 * runs with.
 */
public final class StopSignal implements AutoCloseable {

  /** Exit code of a process that was interrupted, as shells have it: 128 and the signal. */
  public static final int EXIT_CODE = 130;

  private static final String HUP = "HUP";

  private final Map<String, Object> before = new LinkedHashMap<>();
  private final Runnable whenWished;
  private final AtomicBoolean wished = new AtomicBoolean();

  /**
   * Listens from {@link #start} on.
   *
   * @param whenWished runs once, in a thread of its own
   */
  public StopSignal(Runnable whenWished) {
    this.whenWished = whenWished;
  }

  /** Returns one that listens, to be asked from time to time. */
  public static StopSignal listen() {
    StopSignal signal = new StopSignal(() -> {});
    signal.start();
    return signal;
  }

  /** Begins to listen. */
  public void start() {
    for (String name : List.of("INT", "TERM", HUP)) {
      before.put(name, Signals.register(name, () -> wish(name)));
    }
  }

  /** Returns whether the process was asked to end. */
  public boolean wished() {
    return wished.get();
  }

  /** Leaves the signals to whoever had them before. */
  @Override
  public void close() {
    before.forEach(Signals::unregister);
  }

  private void wish(String name) {
    if (!wished.getAndSet(true)) {
      whenWished.run();
    } else if (!name.equals(HUP)) { // shell and kernel may both send one when a terminal is closed
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}

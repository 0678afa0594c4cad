// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import java.util.concurrent.CountDownLatch;

/** Ctrl-C and SIGTERM as a wish that can be asked for: the process stays until this is closed. */
final class StopSignal implements AutoCloseable {

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::wish, "mien-stop");
  private volatile boolean wished;

  private StopSignal() {}

  static StopSignal listen() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  boolean wished() {
    return wished;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is on its way down already.
    }
  }

  private void wish() {
    wished = true;
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

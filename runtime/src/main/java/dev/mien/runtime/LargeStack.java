// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A stack for native code that takes more than the 1 MB of a Java thread. ONNX Runtime 1.29 does
 * once, while its environment is made and its operators are registered: the process then dies of
 * signal 11 without a word, or not, depending on how deep the caller stands.
 */
public final class LargeStack {

  private static final long BYTES = 16L << 20;

  private LargeStack() {}

  /**
   * Calls in a thread of its own and waits for the result.
   *
   * @throws StageFailure if the waiting was interrupted; what the call throws comes out as it is
   */
  public static <T> T call(Supplier<T> call) {
    FutureTask<T> task = new FutureTask<>(call::get);
    new Thread(null, task, "mien-large-stack", BYTES).start();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw unchecked(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailure("interrupted while native code was loaded", e);
    }
  }

  private static RuntimeException unchecked(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    // A supplier throws nothing else.
    return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
  }
}

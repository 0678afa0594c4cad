// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Runs stages together: started in the order of the flow's end to its beginning, as they are given,
 * and closed in the reverse order, so that nothing is published that nobody waits for.
 */
public final class StageRunner implements AutoCloseable {

  private final List<? extends Stage> stages;
  private final Deque<Stage> started = new ArrayDeque<>();

  /** Takes over the stages. */
  public StageRunner(List<? extends Stage> stages) {
    this.stages = List.copyOf(stages);
  }

  /**
   * Starts all stages; those that were started are closed if one cannot be.
   *
   * @throws StageFailure of the stage that cannot
   */
  public synchronized void start() {
    for (Stage stage : stages) {
      started.push(stage);
      try {
        stage.start();
      } catch (RuntimeException e) {
        close();
        throw e;
      }
    }
  }

  /**
   * Waits until the last stage, the beginning of the flow, ends.
   *
   * @throws StageFailure if it failed
   */
  public void awaitEnd() throws InterruptedException {
    stages.get(stages.size() - 1).awaitEnd();
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }
}

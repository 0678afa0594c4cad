// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.process;

import dev.mien.runtime.Monitor;
import dev.mien.runtime.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One stage as a process: from its start until it ends or the process is told to stop. */
public final class StageProcess {

  private StageProcess() {}

  /**
   * Runs a stage to its end; a signal (Ctrl-C, SIGTERM) closes it in order.
   *
   * @return whether a signal came
   */
  public static boolean run(
      Function<MeterRegistry, Stage> stages, Optional<InetSocketAddress> address)
      throws InterruptedException {
    try (Monitor monitor = new Monitor(address);
        Stage stage = stages.apply(monitor.registry());
        StopSignal signal = new StopSignal(stage::close)) {
      signal.start();
      monitor.start(() -> List.of(stage));
      stage.start();
      stage.awaitEnd();
      return signal.wished();
    }
  }
}

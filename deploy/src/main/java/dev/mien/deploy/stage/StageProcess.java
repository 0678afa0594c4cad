// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.demo.StopSignal;
import dev.mien.runtime.ProcessMetrics;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stage as a process: from its start until it ends or the process is told to stop. */
final class StageProcess {

  private static final Logger LOG = LoggerFactory.getLogger(StageProcess.class);

  private StageProcess() {}

  /** Runs a stage to its end; a signal (Ctrl-C, SIGTERM) closes it in order. */
  static void run(
      Function<PrometheusMeterRegistry, Stage> stages, Optional<InetSocketAddress> address)
      throws InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ProcessMetrics metrics = new ProcessMetrics();
        Stage stage = stages.apply(registry);
        @Nullable StageServer server = served(registry, stage, address);
        StopSignal signal = new StopSignal(stage::close)) {
      signal.start();
      metrics.bindTo(registry);
      if (server != null) {
        server.start();
        LOG.info(
            "Metrics and health at http://{}:{}",
            address.orElseThrow().getHostString(),
            server.port());
      }
      stage.start();
      stage.awaitEnd();
    }
  }

  private static @Nullable StageServer served(
      PrometheusMeterRegistry registry, Stage stage, Optional<InetSocketAddress> address) {
    return address.map(where -> new StageServer(registry, List.of(stage), where)).orElse(null);
  }
}

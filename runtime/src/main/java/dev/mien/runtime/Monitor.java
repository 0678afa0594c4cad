// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The meters of one process, its own included, and the server that shows them if one is wanted. */
public final class Monitor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMetrics process = new ProcessMetrics();
  private final Optional<InetSocketAddress> address;
  private @Nullable StageServer server;

  /**
   * Prepares a registry; nothing is served yet.
   *
   * @param address to listen on, if anybody shall be answered
   */
  public Monitor(Optional<InetSocketAddress> address) {
    this.address = address;
    registry.config().meterFilter(KafkaMeters.filter());
    process.bindTo(registry);
  }

  /** Returns what the stages of this process give their meters to. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * Begins to answer.
   *
   * @param stages whose health is asked for, those of the moment
   * @throws StageFailure if the port is taken
   */
  public void start(Supplier<List<Stage>> stages) {
    address.ifPresent(where -> serve(new StageServer(registry, stages, where), where));
  }

  /** Returns the port that answers, if one does. */
  public OptionalInt port() {
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.port());
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    process.close();
  }

  private void serve(StageServer starting, InetSocketAddress where) {
    starting.start();
    server = starting;
    LOG.info("Metrics and health at http://{}:{}", where.getHostString(), starting.port());
  }
}

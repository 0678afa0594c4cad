// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code /metrics} in the Prometheus text format, {@code /health/live} (200 unless a stage
 * failed) and {@code /health/ready} (200 if there are stages and all work), else 503. Other paths
 * get 404, other methods than GET and HEAD 405, names of elsewhere 403 on a server for this machine
 * only.
 */
final class StageServer implements AutoCloseable {

  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final List<String> METHODS = List.of("GET", "HEAD");
  private static final int STOP_AT_ONCE = 0;
  private static final int NO_BODY = -1;

  /** So many slow clients at once keep others waiting, for the limits below. */
  private static final int THREADS = 4;

  static {
    // The JDK's server reads them once, in seconds; without them a client may take for ever.
    limit("sun.net.httpserver.maxReqTime", "5");
    limit("sun.net.httpserver.maxRspTime", "30");
  }

  private final PrometheusMeterRegistry registry;
  private final Supplier<List<Stage>> stages;
  private final InetSocketAddress address;
  private final HostCheck hosts;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService executor;

  /**
   * Prepares a server.
   *
   * @param registry of the meters to show
   * @param stages whose health is asked for, those of the moment
   * @param address to listen on, port 0 for any
   */
  public StageServer(
      PrometheusMeterRegistry registry, Supplier<List<Stage>> stages, InetSocketAddress address) {
    this.registry = registry;
    this.stages = stages;
    this.address = address;
    this.hosts = new HostCheck(address);
  }

  /**
   * Begins to answer.
   *
   * @throws StageFailure if the port is taken or the host is none of this machine
   */
  public void start() {
    try {
      HttpServer started = HttpServer.create(address, 0);
      started.createContext("/", this::dispatch);
      executor = Executors.newFixedThreadPool(THREADS, StageServer::daemon);
      started.setExecutor(executor);
      started.start();
      server = started;
    } catch (IOException e) {
      throw new StageFailure(
          "metrics cannot be served on %s, port %d: %s. Name an address of this machine with --metrics-host, a port that is free with --metrics-port"
              .formatted(address.getHostString(), address.getPort(), reason(e)),
          e);
    }
  }

  /** A name without an address has no message. */
  private String reason(IOException e) {
    return address.isUnresolved() ? "this name has no address" : String.valueOf(e.getMessage());
  }

  /** Returns the port of the started server. */
  public int port() {
    return server == null ? address.getPort() : server.getAddress().getPort();
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(STOP_AT_ONCE);
    }
    if (executor != null) {
      executor.shutdownNow();
    }
  }

  /** Contexts of the JDK's server are prefixes, whatever the method; these paths are exact. */
  private void dispatch(HttpExchange exchange) throws IOException {
    @Nullable String host = exchange.getRequestHeaders().getFirst("Host");
    if (!hosts.allows(host)) {
      answer(exchange, 403, TEXT, host + " is no name of this machine: see --metrics-host\n");
      return;
    }
    if (!METHODS.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", String.join(", ", METHODS));
      answer(exchange, 405, TEXT, "only " + String.join(" and ", METHODS) + "\n");
      return;
    }
    switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> answer(exchange, 200, TEXT, registry.scrape());
      case "/health/live" -> health(exchange, all -> all.stream().allMatch(Health::live));
      case "/health/ready" ->
          health(exchange, all -> !all.isEmpty() && all.stream().allMatch(Health::ready));
      default -> answer(exchange, 404, TEXT, "there are /metrics, /health/live, /health/ready\n");
    }
  }

  private void health(HttpExchange exchange, Predicate<List<Health>> isGood) throws IOException {
    List<Stage> asked = stages.get();
    boolean good = isGood.test(asked.stream().map(Stage::health).toList());
    answer(exchange, good ? 200 : 503, JSON, HealthReport.json(asked));
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    try (exchange) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, NO_BODY);
        return;
      }
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static void limit(String property, String seconds) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, seconds);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "mien-http");
    thread.setDaemon(true);
    return thread;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mien.runtime.tracing.OtlpEndpoint;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a collector does: takes spans by OTLP over HTTP from those it knows, and keeps them. */
final class TraceReceiver implements AutoCloseable {

  private static final String KEY = "authorization";
  private static final String SECRET = "Basic bWllbjptaWVuCg==";

  private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  TraceReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Returns the header that it wants, as the option has it. */
  static String header() {
    return KEY + "=" + SECRET;
  }

  OtlpEndpoint collector() {
    return OtlpEndpoint.of(endpoint(), List.of(header()));
  }

  /** Returns what has arrived. */
  List<Span> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!SECRET.equals(exchange.getRequestHeaders().getFirst(KEY))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
          .getResourceSpansList()
          .forEach(of -> of.getScopeSpansList().forEach(in -> spans.addAll(in.getSpansList())));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

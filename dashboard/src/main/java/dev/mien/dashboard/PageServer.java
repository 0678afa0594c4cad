// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.runtime.StageFailure;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.staticfiles.Location;
import io.javalin.util.JavalinBindException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Serves the page, its events and the pictures of the cameras. */
final class PageServer implements AutoCloseable {

  private static final String PAGE = "/dev/mien/dashboard/page";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s";

  private static final String UPLOT_ABOUT = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

  /** For pages, pictures and Jetty itself, beside one for each browser. */
  private static final int OTHER_THREADS = 24;

  /**
   * What the system may hold back for one browser. By default it is megabytes: a slow one would see
   * an ever older page instead of losing events.
   */
  private static final int SEND_BUFFER_BYTES = 32 << 10;

  private final DashboardConfig config;
  private final Hub hub;
  private final DashboardMetrics metrics;
  private @Nullable Javalin server;

  PageServer(DashboardConfig config, Hub hub, DashboardMetrics metrics) {
    this.config = config;
    this.hub = hub;
    this.metrics = metrics;
  }

  void start() {
    Javalin starting = Javalin.create(this::configure);
    server = starting;
    try {
      starting.start();
    } catch (JavalinBindException e) {
      throw new StageFailure(
          "the page cannot be served at %s:%d: %s. Name another place with --port or --host"
              .formatted(config.host(), config.port(), e.getMessage()),
          e);
    }
  }

  /** Returns the address of the started page. */
  URI address() {
    int port = server == null ? config.port() : server.port();
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create("http://" + host + ":" + port + "/");
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
    }
  }

  private void configure(JavalinConfig javalin) {
    javalin.startup.showJavalinBanner = false;
    javalin.startup.showOldJavalinVersionWarning = false;
    javalin.startup.startupWatcherEnabled = false;
    javalin.jetty.threadPool = new QueuedThreadPool(config.maxBrowsers() + OTHER_THREADS);
    javalin.jetty.addConnector(this::connector);
    SecurityHeaders headers =
        new SecurityHeaders(new InetSocketAddress(config.host(), config.port()), config.names());
    javalin.routes.before(headers::apply);
    javalin.routes.get("/events", this::events);
    javalin.routes.get("/frames/{camera}", this::frame);
    files(javalin, "/", PAGE);
    files(javalin, "/uplot", UPLOT.formatted(uplotVersion()));
  }

  private ServerConnector connector(Server jetty, HttpConfiguration http) {
    ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
    connector.setHost(config.host());
    connector.setPort(config.port());
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    return connector;
  }

  /** The version is part of the path in the jar; the jar knows it, the page need not. */
  private static String uplotVersion() {
    Properties uplot = new Properties();
    try (@Nullable InputStream in = PageServer.class.getResourceAsStream(UPLOT_ABOUT)) {
      if (in == null) {
        throw new FileNotFoundException(UPLOT_ABOUT + " is not part of this build");
      }
      uplot.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return uplot.getProperty("version");
  }

  private static void files(JavalinConfig javalin, String path, String folder) {
    javalin.staticFiles.add(
        files -> {
          files.hostedPath = path;
          files.directory = folder;
          files.location = Location.CLASSPATH;
          files.headers = Map.of("Cache-Control", "no-cache");
        });
  }

  /** Holds its thread as long as the browser stays: a slow one blocks nobody else. */
  private void events(Context context) throws InterruptedException {
    Optional<Browser> joined = hub.join();
    if (joined.isEmpty()) {
      metrics.refused();
      context
          .status(HttpStatus.SERVICE_UNAVAILABLE)
          .result("too many browsers: see --max-browsers");
      return;
    }
    Browser browser = joined.get();
    context.contentType("text/event-stream").header("Cache-Control", "no-store");
    context.header("X-Accel-Buffering", "no"); // nginx would collect events
    try {
      OutputStream out = context.res().getOutputStream();
      for (@Nullable ServerEvent next = browser.next(); next != null; next = browser.next()) {
        next.writeTo(out);
        metrics.sent(next.events());
      }
    } catch (IOException e) {
      // The browser is gone, or has read nothing for as long as Jetty waits.
    } finally {
      hub.leave(browser);
    }
  }

  private void frame(Context context) {
    long number = context.queryParamAsClass("n", Long.class).get();
    byte @Nullable [] jpeg = hub.picture(context.pathParam("camera"), number);
    if (jpeg == null) {
      context.status(HttpStatus.NOT_FOUND);
      return;
    }
    metrics.frame();
    context.header("Cache-Control", "no-store").contentType("image/jpeg").result(jpeg);
  }
}

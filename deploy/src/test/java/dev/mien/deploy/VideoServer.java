// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A camera on the network that plays a clip to whoever asks, or breaks off in it. */
final class VideoServer implements AutoCloseable {

  private final AtomicInteger asked = new AtomicInteger();
  private final HttpServer server;

  /**
   * Starts it.
   *
   * @param share of the clip to send, 0 to 1
   */
  VideoServer(Path clip, double share) throws IOException {
    byte[] bytes = Files.readAllBytes(clip);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes, 0, (int) (share * bytes.length));
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/clip.mp4";
  }

  /** Returns how often it was asked for the clip. */
  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

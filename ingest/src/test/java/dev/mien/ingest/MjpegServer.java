// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A camera that sends JPEGs one after the other over HTTP, and keeps when it did. */
final class MjpegServer implements AutoCloseable {

  private final HttpServer server;
  private final List<Jpeg> pictures;
  private final long pauseMillis;
  private final long[] sentNanos;
  private String userAgent = "";

  MjpegServer(List<Jpeg> pictures, long pauseMillis) throws IOException {
    this.pictures = pictures;
    this.pauseMillis = pauseMillis;
    sentNanos = new long[pictures.size()];
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/video.mjpg";
  }

  /** Returns when the picture began to be sent, by {@link System#nanoTime}. */
  synchronized long sentNanos(int picture) {
    return sentNanos[picture];
  }

  /** Returns what the last one who asked said of itself. */
  synchronized String userAgent() {
    return userAgent;
  }

  private void answer(HttpExchange exchange) throws IOException {
    synchronized (this) {
      userAgent = exchange.getRequestHeaders().getFirst("User-Agent");
    }
    exchange.getResponseHeaders().add("Content-Type", "multipart/x-mixed-replace; boundary=next");
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int i = 0; i < pictures.size(); i++) {
        Thread.sleep(pauseMillis);
        send(i, out);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(int picture, OutputStream out) throws IOException {
    synchronized (this) {
      sentNanos[picture] = System.nanoTime();
    }
    byte[] jpeg = pictures.get(picture).bytes();
    String head =
        "--next\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n";
    out.write(head.getBytes(US_ASCII));
    out.write(jpeg);
    out.write("\r\n".getBytes(US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

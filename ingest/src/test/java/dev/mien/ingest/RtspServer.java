// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A camera that has a video, but refuses every transport it is asked for, and keeps which. */
final class RtspServer implements AutoCloseable {

  private static final String VIDEO =
      """
      v=0
      o=- 0 0 IN IP4 127.0.0.1
      s=-
      t=0 0
      m=video 0 RTP/AVP 26
      a=control:track
      """;

  private final List<String> transports = new CopyOnWriteArrayList<>();
  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

  RtspServer() throws IOException {
    new Thread(this::serve, "rtsp-server").start();
  }

  String address() {
    return "rtsp://127.0.0.1:" + server.getLocalPort() + "/stream";
  }

  /** Returns what was asked for, one after the other. */
  List<String> transports() {
    return transports;
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        answer(client);
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void answer(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    for (String asked = in.readLine(); asked != null; asked = in.readLine()) {
      Map<String, String> headers = headers(in);
      String transport = headers.get("Transport");
      if (transport != null) {
        transports.add(transport);
      }
      String body = asked.startsWith("DESCRIBE") ? VIDEO : "";
      String answer =
          "RTSP/1.0 %s%nCSeq: %s%nContent-Type: application/sdp%nContent-Length: %d%n%n%s"
              .formatted(
                  transport == null ? "200 OK" : "461 Unsupported Transport",
                  headers.get("CSeq"),
                  body.length(),
                  body);
      client.getOutputStream().write(answer.getBytes(US_ASCII));
    }
  }

  private static Map<String, String> headers(BufferedReader in) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      String[] header = line.split(": *", 2);
      headers.put(header[0], header[1]);
    }
    return headers;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

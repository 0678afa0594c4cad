// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks ports, and finds those of the loopback address that nobody listens on. */
public final class Ports {

  private static final int MAX = 65_535;

  private Ports() {}

  /**
   * Returns the port.
   *
   * @param option that names it
   * @param port 0 for any
   * @throws IllegalArgumentException naming the option, the value and what is expected
   */
  public static int check(String option, int port) {
    if (port < 0 || port > MAX) {
      throw new IllegalArgumentException("%s is %d, expected 0 to %d".formatted(option, port, MAX));
    }
    return port;
  }

  /** Returns the preferred port if it is free, else any that is. */
  public static int freeOr(int preferred) {
    try {
      return bind(preferred);
    } catch (IOException e) {
      return free();
    }
  }

  /** Returns a port of 127.0.0.1 that nobody listens on. */
  public static int free() {
    try {
      return bind(0);
    } catch (IOException e) {
      throw new UncheckedIOException("no port of the loopback address is free", e);
    }
  }

  private static int bind(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // as Kafka does: a port of a broker that just stopped is free
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.runtime.Ports;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a process answers for its metrics and its health. */
public final class ServerOptions {

  @Option(
      names = "--metrics-port",
      paramLabel = "<port>",
      description = "serve /metrics, /health/live and /health/ready here; 0 for any free port")
  private @Nullable Integer port;

  @Option(
      names = "--metrics-host",
      paramLabel = "<host>",
      defaultValue = "127.0.0.1",
      description =
          "address to serve them on; one of this machine only answers to its names only (default: ${DEFAULT-VALUE})")
  private String host;

  /**
   * Returns where to listen, if anywhere.
   *
   * @throws IllegalArgumentException if there is no such port
   */
  public Optional<InetSocketAddress> address() {
    return Optional.ofNullable(port)
        .map(number -> new InetSocketAddress(host, Ports.check("--metrics-port", number)));
  }
}

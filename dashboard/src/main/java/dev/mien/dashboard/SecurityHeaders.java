// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import dev.mien.runtime.HostCheck;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** What every answer says to browsers, and which questions get none. */
final class SecurityHeaders {

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), microphone=(), geolocation=()");

  private final HostCheck hosts;

  SecurityHeaders(InetSocketAddress listening, List<String> names) {
    this.hosts = new HostCheck(listening, names);
  }

  /**
   * Sets the headers.
   *
   * @throws ForbiddenResponse for a name that this page does not answer to
   */
  void apply(Context context) {
    HEADERS.forEach(context::header);
    if (!hosts.allows(context.host())) {
      throw new ForbiddenResponse("this page does not answer to this name: see --host and --names");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every answer says to browsers, and which questions get none. */
final class Protection {

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127(\\.\\d+){3}|\\[::1])(:\\d+)?");

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

  private final boolean onlyThisMachine;

  /** Knows from the address that is listened on whether other machines may ask. */
  Protection(String host) {
    this.onlyThisMachine = isLoopback(host.contains(":") ? "[" + host + "]" : host);
  }

  /**
   * Sets the headers. On a page for this machine, a name of elsewhere that leads here is a web site
   * that wants to read it through its visitor's browser (DNS rebinding).
   *
   * @throws ForbiddenResponse for such a name
   */
  void apply(Context context) {
    HEADERS.forEach(context::header);
    @Nullable String host = context.host();
    if (onlyThisMachine && host != null && !isLoopback(host)) {
      throw new ForbiddenResponse("this page answers to localhost only: see --host");
    }
  }

  private static boolean isLoopback(String host) {
    return LOOPBACK.matcher(host).matches();
  }
}

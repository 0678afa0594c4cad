// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who takes spans by OTLP over HTTP.
 *
 * @param endpoint URL without the path {@code /v1/traces}
 * @param headers of every request by their names in small letters, such as an authorization; as
 *     they hold secrets, nothing of them is printed
 */
public record OtlpEndpoint(String endpoint, Map<String, String> headers) {

  private static final String PATH = "/v1/traces";

  /** A token of <a href="https://www.rfc-editor.org/rfc/rfc9110#name-tokens">RFC 9110</a>. */
  private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

  private static final String VALUE = "[\\x20-\\x7e]*";

  /** Without the name, which may be a secret that came before a '='. */
  private static final String TWICE = "is given twice";

  /** Those that the exporter and the HTTP client set themselves. */
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "transfer-encoding",
          "upgrade");

  /**
   * Takes a copy of the headers.
   *
   * @throws IllegalArgumentException if the endpoint is no such URL or a header cannot be sent
   */
  public OtlpEndpoint {
    checkUrl(endpoint);
    headers = checked(headers);
  }

  /**
   * Returns a collector that wants headers.
   *
   * @param headers each as {@code name=value}; blank ones count for nothing
   * @throws IllegalArgumentException if the endpoint is no URL or a header cannot be sent
   */
  public static OtlpEndpoint of(String endpoint, List<String> headers) {
    Map<String, String> pairs = new HashMap<>();
    for (String header : headers) {
      int end = header.indexOf('=');
      if (end > 0) {
        String value = header.substring(end + 1).strip();
        if (pairs.put(header.substring(0, end).strip(), value) != null) {
          throw noHeader(TWICE);
        }
      } else if (!header.isBlank()) {
        throw noHeader("has no '=' after its name");
      }
    }
    return new OtlpEndpoint(endpoint, pairs);
  }

  private static void checkUrl(String endpoint) {
    if (endpoint.contains("@")) { // Before it is parsed: where that fails, the URL is printed.
      throw new IllegalArgumentException(
          "OTLP endpoint has a user in its URL, which would not be sent: give it as a header,"
              + " authorization=Basic ... (user:password in base64)");
    }
    try {
      URI uri = new URI(endpoint);
      if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
        throw noUrl(endpoint, null);
      }
    } catch (URISyntaxException e) {
      throw noUrl(endpoint, e);
    }
  }

  private static IllegalArgumentException noUrl(String endpoint, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "OTLP endpoint is '" + endpoint + "', expected a URL such as http://127.0.0.1:4318", cause);
  }

  private static Map<String, String> checked(Map<String, String> headers) {
    Map<String, String> checked = new HashMap<>();
    headers.forEach(
        (name, value) -> {
          String small = name.toLowerCase(Locale.ROOT);
          if (!name.matches(NAME)) {
            throw noHeader("has a name with other characters than those of HTTP headers");
          }
          if (RESERVED.contains(small)) {
            throw noHeader("is '" + small + "', which OTLP sets itself");
          }
          if (!value.matches(VALUE)) {
            throw noHeader("has characters that are not printable ASCII in its value");
          }
          if (checked.put(small, value) != null) {
            throw noHeader(TWICE);
          }
        });
    return Map.copyOf(checked);
  }

  /** Who mixes up name and value must not find the value in a log. */
  private static IllegalArgumentException noHeader(String what) {
    return new IllegalArgumentException(
        "an OTLP header " + what + ": expected name=value, such as authorization=...");
  }

  /** Returns where spans are posted to. */
  String url() {
    return endpoint.replaceFirst("/+$", "") + PATH;
  }

  @Override
  public String toString() {
    return endpoint;
  }
}

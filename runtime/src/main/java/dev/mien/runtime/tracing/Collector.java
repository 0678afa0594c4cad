// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who takes spans by OTLP over HTTP.
 *
 * @param endpoint URL without the path {@code /v1/traces}
 * @param headers of every request, such as an authorization; their values are nowhere printed
 */
public record Collector(String endpoint, Map<String, String> headers) {

  private static final String PATH = "/v1/traces";

  /** A token of <a href="https://www.rfc-editor.org/rfc/rfc9110#name-tokens">RFC 9110</a>. */
  private static final String NAME = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";

  private static final String VALUE = "[\\x20-\\x7e]*";

  /**
   * Takes a copy of the headers.
   *
   * @throws IllegalArgumentException if the endpoint is no such URL or a header cannot be sent
   */
  public Collector {
    checkUrl(endpoint);
    headers = Map.copyOf(headers);
    headers.forEach(Collector::checkHeader);
  }

  private static void checkUrl(String endpoint) {
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

  private static void checkHeader(String name, String value) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "OTLP header is named '" + name + "', expected a name such as authorization");
    }
    if (!value.matches(VALUE)) {
      throw new IllegalArgumentException(
          "value of the OTLP header '" + name + "' has characters that are not printable ASCII");
    }
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

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Objects;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The headers of a record as carriers of a W3C trace context. */
final class TraceHeaders {

  static final TextMapGetter<Headers> GETTER = TraceHeaders::get;

  static final TextMapSetter<Headers> SETTER =
      (headers, key, value) ->
          Objects.requireNonNull(headers).remove(key).add(key, value.getBytes(UTF_8));

  private TraceHeaders() {}

  private static @Nullable String get(@Nullable Headers headers, String key) {
    @Nullable Header header = headers == null ? null : headers.lastHeader(key);
    return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go: nowhere, or to a collector by OTLP over HTTP. The context of a span travels in
 * the header {@code traceparent} of a record (<a href="https://www.w3.org/TR/trace-context/">W3C
 * Trace Context</a>). Nothing here ever waits for the collector but {@link #close}, and that not
 * for long; what it cannot take is lost. For any thread.
 */
public final class Tracing implements AutoCloseable {

  /** Makes no spans, and neither reads nor writes headers. */
  public static final Tracing OFF = new Tracing(null);

  /** One frame in ten. */
  public static final double DEFAULT_SHARE = 0.1;

  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(3);

  /** Some seconds of ten cameras; more is lost. */
  private static final int WAITING_SPANS = 8_192;

  /** Held here, lest its level be forgotten: {@link CollectorExporter} says what fails. */
  private static final Logger OPEN_TELEMETRY = Logger.getLogger("io.opentelemetry");

  private final @Nullable SdkTracerProvider provider;
  private final @Nullable Tracer tracer;

  private Tracing(@Nullable SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("dev.mien");
  }

  /**
   * Returns tracing to a collector. It connects when there is something to send.
   *
   * @param share of the frames that are traced, 0 to 1; a record that has a context goes by that
   * @param service name of this process in the traces
   * @throws IllegalArgumentException if the share is no share
   */
  public static Tracing to(OtlpEndpoint collector, double share, String service) {
    checkShare(share);
    return new Tracing(provider(exporter(collector), share, service));
  }

  private static SpanExporter exporter(OtlpEndpoint collector) {
    OPEN_TELEMETRY.setLevel(Level.OFF);
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(collector.url())
            .setConnectTimeout(ANSWER)
            .setTimeout(ANSWER)
            .setRetryPolicy(null);
    collector.headers().forEach(exporter::addHeader);
    return new CollectorExporter(exporter.build(), collector.url());
  }

  /**
   * Checks a share of the frames.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public static void checkShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "share of traced frames is " + share + ", expected 0 to 1");
    }
  }

  private static SdkTracerProvider provider(SpanExporter exporter, double share, String service) {
    Attributes name = Attributes.of(AttributeKey.stringKey("service.name"), service);
    return SdkTracerProvider.builder()
        .setResource(Resource.getDefault().merge(Resource.create(name)))
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(share)))
        .addSpanProcessor(
            BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(WAITING_SPANS)
                .setScheduleDelay(EVERY)
                .build())
        .build();
  }

  /** Returns the first span of a trace, which has begun at a time in microseconds since 1970. */
  public TraceSpan begin(Operation operation, long sinceMicros) {
    return tracer == null
        ? TraceSpan.NONE
        : new TraceSpan(
            tracer
                .spanBuilder(operation.spanName())
                .setSpanKind(operation.kind())
                .setNoParent()
                .setStartTimestamp(sinceMicros, TimeUnit.MICROSECONDS)
                .startSpan());
  }

  /**
   * Returns a span that begins now, a child of what the headers of a record tell of. Without a
   * readable context there it is the first one of a trace.
   */
  public TraceSpan begin(Operation operation, Headers headers) {
    if (tracer == null) {
      return TraceSpan.NONE;
    }
    Context parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), headers, TraceHeaders.GETTER);
    return new TraceSpan(
        tracer
            .spanBuilder(operation.spanName())
            .setSpanKind(operation.kind())
            .setParent(parent)
            .startSpan());
  }

  /** Sends what waits, for three seconds at most. Spans that begin later go nowhere. */
  @Override
  public void close() {
    if (provider != null) {
      provider.shutdown().join(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}

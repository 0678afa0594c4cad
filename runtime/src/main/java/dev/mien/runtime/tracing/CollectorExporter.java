// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that spans do not arrive, and again after some did. */
final class CollectorExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(CollectorExporter.class);

  private final SpanExporter exporter;
  private final String url;
  private final AtomicBoolean warned = new AtomicBoolean();

  CollectorExporter(SpanExporter exporter, String url) {
    this.exporter = exporter;
    this.url = url;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode sent = exporter.export(spans);
    return sent.whenComplete(() -> done(sent, spans.size()));
  }

  private void done(CompletableResultCode sent, int spans) {
    if (sent.isSuccess()) {
      warned.set(false);
    } else if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "{} spans did not reach {}: does an OpenTelemetry collector take OTLP over HTTP there, and does it want an --otlp-header? Nothing but traces is lost. {}",
          spans,
          url,
          String.valueOf(sent.getFailureThrowable()));
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}

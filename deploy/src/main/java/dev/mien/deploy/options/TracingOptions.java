// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.runtime.tracing.OtlpEndpoint;
import dev.mien.runtime.tracing.Tracing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a process traces frames, and where the traces go. */
public final class TracingOptions {

  @Option(
      names = "--otlp-endpoint",
      paramLabel = "<url>",
      description =
          "send traces to this OpenTelemetry collector by OTLP over HTTP, for example http://127.0.0.1:4318 (default: no traces)")
  private @Nullable String endpoint;

  @Option(
      names = "--otlp-header",
      paramLabel = "<name=value>",
      description =
          "one header of every request to the collector, such as authorization; may be repeated")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--trace-share",
      paramLabel = "<share>",
      defaultValue = "" + Tracing.DEFAULT_SHARE,
      description =
          "share of the frames to trace, 0 to 1; the stages after ingest follow it (default: ${DEFAULT-VALUE})")
  private double share;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * Returns tracing as it was asked for, which the caller closes.
   *
   * @param service name of this process in the traces
   * @throws IllegalArgumentException if the endpoint is no URL, a header cannot be sent or has no
   *     endpoint to go to, or the share is no share
   */
  public Tracing open(String service) {
    if (endpoint != null && !endpoint.isBlank()) {
      return Tracing.to(OtlpEndpoint.of(endpoint, headers), share, service);
    }
    // Where the environment says them, tracing is off. They are secret, so they are not shown.
    if (spec.commandLine().getParseResult().hasMatchedOption("--otlp-header")) {
      throw new IllegalArgumentException(
          "--otlp-header says nothing without --otlp-endpoint: no traces would be sent");
    }
    Tracing.checkShare(share);
    return Tracing.OFF;
  }
}

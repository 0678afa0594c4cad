// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import io.opentelemetry.api.trace.SpanKind;

/** What a stage does with a record: the name of its span. */
public enum Operation {
  /** From the moment a frame was read until Kafka has it. */
  CAPTURE("capture", SpanKind.PRODUCER),

  /** Finding the faces of a frame. */
  DETECT("detect", SpanKind.CONSUMER),

  /** From a face in a poll until its event is committed. */
  CLASSIFY("classify", SpanKind.CONSUMER);

  private final String spanName;
  private final SpanKind kind;

  Operation(String spanName, SpanKind kind) {
    this.spanName = spanName;
    this.kind = kind;
  }

  /** Returns the name that spans carry. */
  public String spanName() {
    return spanName;
  }

  SpanKind kind() {
    return kind;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import dev.mien.events.BadRecord;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.Headers;

/**
 * One piece of work, from its begin to {@link #end}. Says what was worked on, never what was seen:
 * neither pictures nor emotions. For any thread.
 */
public final class TraceSpan {

  /** Attribute: id of the camera. */
  public static final String CAMERA = "mien.camera";

  /** Attribute: number of the frame. */
  public static final String FRAME = "mien.frame";

  /** Attribute: track of the face. */
  public static final String TRACK = "mien.track";

  /** Attribute: version of the model. */
  public static final String MODEL = "mien.model";

  /** Attribute: faces that were found in the frame, or classified in the same batch. */
  public static final String FACES = "mien.faces";

  static final TraceSpan NONE = new TraceSpan(Span.getInvalid());

  private final Span span;

  TraceSpan(Span span) {
    this.span = span;
  }

  /** Says which frame is worked on. */
  public void frame(Frame frame) {
    span.setAttribute(CAMERA, frame.camera());
    span.setAttribute(FRAME, frame.number());
  }

  /** Says which face is worked on. */
  public void face(Face face) {
    frame(face.frame());
    span.setAttribute(TRACK, face.track());
  }

  /** Says how many faces were found, or classified together. */
  public void faces(int number) {
    span.setAttribute(FACES, number);
  }

  /** Says which model works. */
  public void model(String version) {
    span.setAttribute(MODEL, version);
  }

  /** Says why there is no result. */
  public void fail(String reason) {
    span.setStatus(StatusCode.ERROR, reason);
  }

  /** Says what was wrong with the record. */
  public void fail(BadRecord reason) {
    fail(String.valueOf(reason.getMessage()));
  }

  /** Makes this the parent of the work on the record that has these headers. */
  public void writeTo(Headers headers) {
    if (span.getSpanContext().isValid()) {
      W3CTraceContextPropagator.getInstance()
          .inject(Context.root().with(span), headers, TraceHeaders.SETTER);
    }
  }

  /** The work is done. Later calls do nothing. */
  public void end() {
    span.end();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * One server-sent event, encoded once for all browsers that get it. Immutable.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
final class ServerEvent {

  private static final JsonMapper JSON = new JsonMapper();

  private final long sequence;
  private final long events;
  private final byte[] bytes;

  private ServerEvent(String name, long sequence, long events, Record data) {
    this.sequence = sequence;
    this.events = events;
    this.bytes =
        "event: %s\ndata: %s\n\n".formatted(name, json(data)).getBytes(StandardCharsets.UTF_8);
  }

  static ServerEvent of(Tick tick, long sequence) {
    return new ServerEvent("tick", sequence, tick.events(), tick);
  }

  /** Holds all that ticks up to and with this sequence number hold. */
  static ServerEvent of(Snapshot snapshot, long sequence) {
    return new ServerEvent("snapshot", sequence, 0, snapshot);
  }

  /** Returns the position among the ticks. */
  long sequence() {
    return sequence;
  }

  /** Returns the emotion events that it tells of. */
  long events() {
    return events;
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static String json(Record data) {
    try {
      return JSON.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write " + data, e);
    }
  }
}

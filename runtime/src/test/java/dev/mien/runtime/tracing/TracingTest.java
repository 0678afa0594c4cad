// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class TracingTest {

  private static final String HEADER = "traceparent";

  /** Nobody listens on this port. */
  private static final OtlpEndpoint NOWHERE = new OtlpEndpoint("http://127.0.0.1:1", Map.of());

  /** The last digit is 1 if the trace is sampled, with 2 added if its id is random. */
  private static final String SAMPLED = "00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]";

  private static final String LEFT_OUT = "00-[0-9a-f]{32}-[0-9a-f]{16}-0[02]";

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() {
    said.start();
    logger().addAppender(said);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(said);
  }

  @Test
  void aChildHasTheTraceOfItsParentAndAnIdOfItsOwn() {
    try (Tracing tracing = Tracing.to(NOWHERE, 1, "test")) {
      Headers frame = new RecordHeaders();
      tracing.begin(Operation.CAPTURE, 1_700_000_000_000_000L).writeTo(frame);
      Headers face = new RecordHeaders();
      tracing.begin(Operation.DETECT, frame).writeTo(face);

      assertThat(context(frame)).matches(SAMPLED);
      assertThat(trace(face)).isEqualTo(trace(frame));
      assertThat(context(face)).isNotEqualTo(context(frame)).matches(SAMPLED);
    }
  }

  @Test
  void aForeignContextIsFollowedAndReplaced() {
    Headers headers = headers(PARENT);
    try (Tracing tracing = Tracing.to(NOWHERE, 0, "test")) {
      tracing.begin(Operation.DETECT, headers).writeTo(headers);
    }

    assertThat(headers.headers(HEADER)).hasSize(1);
    assertThat(trace(headers)).isEqualTo(TRACE);
    assertThat(context(headers)).isNotEqualTo(PARENT).matches(SAMPLED);
  }

  @Test
  void whatIngestDoesNotTraceNobodyTraces() {
    try (Tracing ingest = Tracing.to(NOWHERE, 0, "ingest");
        Tracing detector = Tracing.to(NOWHERE, 1, "detector")) {
      Headers frame = new RecordHeaders();
      ingest.begin(Operation.CAPTURE, 1).writeTo(frame);
      Headers face = new RecordHeaders();
      detector.begin(Operation.DETECT, frame).writeTo(face);

      assertThat(context(frame)).matches(LEFT_OUT);
      assertThat(context(face)).matches(LEFT_OUT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-00f067aa0ba902b7",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "ff-" + TRACE + "-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902bX-01",
        "\u00ff\u0000"
      })
  void aContextThatIsNoneBeginsATrace(String malformed) {
    Headers next = new RecordHeaders();
    try (Tracing tracing = Tracing.to(NOWHERE, 1, "test")) {
      tracing.begin(Operation.DETECT, headers(malformed)).writeTo(next);
    }

    assertThat(context(next)).matches(SAMPLED);
    assertThat(trace(next)).isNotEqualTo(TRACE);
  }

  @Test
  void aHeaderWithoutAValueBeginsATrace() {
    Headers empty = new RecordHeaders().add(HEADER, (byte[]) null);
    Headers next = new RecordHeaders();
    try (Tracing tracing = Tracing.to(NOWHERE, 1, "test")) {
      tracing.begin(Operation.DETECT, empty).writeTo(next);
    }

    assertThat(context(next)).matches(SAMPLED);
  }

  @Test
  void offWritesNothingWhateverItReads() {
    Headers next = new RecordHeaders();
    TraceSpan span = Tracing.OFF.begin(Operation.DETECT, headers(PARENT));
    span.writeTo(next);
    span.fail("no face");
    span.end();

    assertThat(next).isEmpty();
    assertThat(Tracing.OFF.begin(Operation.CAPTURE, 1)).isSameAs(span);
  }

  @Test
  void aCollectorThatIsNotThereIsSaidOnceAndHoldsNothingUp() {
    try (Tracing tracing = Tracing.to(NOWHERE, 1, "test")) {
      for (int i = 0; i < 20_000; i++) {
        tracing.begin(Operation.CAPTURE, i).end();
      }
    }

    await().atMost(Duration.ofSeconds(30)).until(() -> !said.list.isEmpty());
    assertThat(said.list).hasSize(1);
    assertThat(said.list.get(0).getFormattedMessage()).contains(NOWHERE.url());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void whatIsNoShareIsNamed(double share) {
    assertThatThrownBy(() -> Tracing.to(NOWHERE, share, "test"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(share));
  }

  private static Headers headers(String context) {
    return new RecordHeaders().add(HEADER, context.getBytes(UTF_8));
  }

  private static String context(Headers headers) {
    return new String(headers.lastHeader(HEADER).value(), UTF_8);
  }

  private static String trace(Headers headers) {
    return context(headers).substring(3, 35);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(CollectorExporter.class);
  }
}

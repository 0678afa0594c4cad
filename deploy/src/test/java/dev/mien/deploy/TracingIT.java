// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.deploy.options.TracingOptions;
import dev.mien.deploy.pipeline.Clip;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.detector.stream.DetectorMetrics;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestMetrics;
import dev.mien.ingest.Source;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Stage;
import dev.mien.runtime.tracing.Operation;
import dev.mien.runtime.tracing.TraceSpan;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(180)
class TracingIT {

  private static final String HEADER = "traceparent";

  /** Closing waits for three seconds only, and what waits is still sent. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  @Test
  void everyEventLeadsBackToTheCaptureOfItsFrame() throws Exception {
    try (TraceReceiver receiver = new TraceReceiver()) {
      List<ConsumerRecord<byte[], byte[]>> events = new ArrayList<>();
      try (Tracing tracing = Tracing.to(receiver.collector(), 1, "test")) {
        events.addAll(eventsOfTheClip(tracing));
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertLeadBack(events, receiver.spans()));
    }
  }

  private static void assertLeadBack(List<ConsumerRecord<byte[], byte[]>> events, List<Span> sent) {
    Map<ByteString, Span> spans =
        sent.stream()
            .collect(Collectors.toMap(Span::getSpanId, Function.identity(), (one, again) -> one));
    for (ConsumerRecord<byte[], byte[]> event : events) {
      assertLeadsBack(event, spans);
    }
    assertThat(spans.values())
        .filteredOn(span -> span.getName().equals(Operation.CLASSIFY.spanName()))
        .hasSameSizeAs(events);
  }

  @Test
  void headersComeFromTheOptionOrTheEnvironment() throws Exception {
    assertSends(Map.of(), "--otlp-header", TraceReceiver.header());
    assertSends(Map.of("MIEN_OTLP_HEADER", TraceReceiver.header()));
  }

  private static void assertSends(Map<String, String> environment, String... args)
      throws Exception {
    TracingOptions options = new TracingOptions();
    try (TraceReceiver receiver = new TraceReceiver()) {
      new CommandLine(options)
          .setDefaultValueProvider(new EnvironmentDefaults(environment))
          .parseArgs(with(args, "--otlp-endpoint", receiver.endpoint(), "--trace-share", "1"));
      try (Tracing tracing = options.open("test")) {
        tracing.begin(Operation.CAPTURE, 1).end();
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(receiver.spans()).hasSize(1));
    }
  }

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  private static void assertLeadsBack(
      ConsumerRecord<byte[], byte[]> event, Map<ByteString, Span> spans) {
    String context = new String(event.headers().lastHeader(HEADER).value(), StandardCharsets.UTF_8);
    Span classify =
        span(spans, ByteString.copyFrom(HexFormat.of().parseHex(context.substring(36, 52))));
    assertThat(classify.getName()).isEqualTo(Operation.CLASSIFY.spanName());
    Span detect = span(spans, classify.getParentSpanId());
    assertThat(detect.getName()).isEqualTo(Operation.DETECT.spanName());
    Span capture = span(spans, detect.getParentSpanId());
    assertThat(capture.getName()).isEqualTo(Operation.CAPTURE.spanName());
    assertThat(capture.getParentSpanId()).isEqualTo(ByteString.EMPTY);
    assertThat(List.of(classify, detect, capture))
        .allMatch(span -> hex(span.getTraceId()).equals(context.substring(3, 35)));

    Emotion emotion = ExpectedEvents.emotion(event);
    long captured = emotion.face().frame().capturedMicros();
    assertThat(capture.getStartTimeUnixNano()).isEqualTo(captured * 1_000);
    assertThat(List.of(classify, detect, capture))
        .allMatch(span -> span.getEndTimeUnixNano() > captured * 1_000)
        .allMatch(span -> text(span, TraceSpan.CAMERA).equals("door"))
        .allMatch(span -> number(span, TraceSpan.FRAME) == emotion.face().frame().number());
    assertThat(number(classify, TraceSpan.TRACK)).isEqualTo(emotion.face().track());
    assertThat(number(classify, TraceSpan.FACES)).isPositive();
    assertThat(text(classify, TraceSpan.MODEL)).isEqualTo(emotion.model());
    assertThat(number(detect, TraceSpan.FACES)).isPositive();
  }

  private List<ConsumerRecord<byte[], byte[]>> eventsOfTheClip(Tracing tracing) throws Exception {
    Path clip = Clip.copyTo(folder);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Pipeline pipeline = new Pipeline(folder.resolve("data"), 0, registry, tracing)) {
      Cluster cluster = pipeline.start(DetectorConfig.defaults(), ClassifierConfig.defaults());
      Stage ingest = pipeline.feed(IngestConfig.of(new Source(clip.toString()), "door"), cluster);
      ingest.awaitEnd();
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  counted(registry, DetectorMetrics.FRAMES)
                          == counted(registry, IngestMetrics.PUBLISHED)
                      && CommittedRecords.of(cluster, Topics.EMOTIONS).size()
                          == counted(registry, DetectorMetrics.FACES));
      List<ConsumerRecord<byte[], byte[]>> events = CommittedRecords.of(cluster, Topics.EMOTIONS);
      assertThat(events).hasSizeGreaterThan(200);
      return events;
    }
  }

  private static long counted(SimpleMeterRegistry registry, String counter) {
    return (long) registry.get(counter).counter().count();
  }

  private static Span span(Map<ByteString, Span> spans, ByteString id) {
    assertThat(spans).as("no span %s has arrived", hex(id)).containsKey(id);
    return Objects.requireNonNull(spans.get(id));
  }

  private static AnyValue attribute(Span span, String name) {
    return span.getAttributesList().stream()
        .filter(attribute -> attribute.getKey().equals(name))
        .map(KeyValue::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static String text(Span span, String name) {
    return attribute(span, name).getStringValue();
  }

  private static long number(Span span, String name) {
    return attribute(span, name).getIntValue();
  }

  private static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}

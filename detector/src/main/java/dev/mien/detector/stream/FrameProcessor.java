// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.detector.AlignedFace;
import dev.mien.detector.Extraction;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.track.TrackerState;
import dev.mien.events.BadRecord;
import dev.mien.events.CameraId;
import dev.mien.events.Fault;
import dev.mien.events.Frame;
import dev.mien.events.Wire;
import dev.mien.runtime.DeadLetters;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.tracing.Operation;
import dev.mien.runtime.tracing.TraceSpan;
import dev.mien.runtime.tracing.Tracing;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One frame into its faces, or into a dead letter. */
final class FrameProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

  private static final Logger LOG = LoggerFactory.getLogger(FrameProcessor.class);
  private static final long UNKNOWN = -1;

  private final FaceExtractor extractor;
  private final DeadLetters deadLetters;
  private final DetectorMetrics metrics;
  private final Tracing tracing;
  private final IntFunction<OptionalLong> committed;
  private @Nullable KeyValueStore<String, TrackerState> tracks;
  private long expected = UNKNOWN;

  FrameProcessor(
      FaceExtractor extractor,
      DeadLetters deadLetters,
      DetectorMetrics metrics,
      Tracing tracing,
      IntFunction<OptionalLong> committed) {
    this.extractor = extractor;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.tracing = tracing;
    this.committed = committed;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    tracks = context.getStateStore(DetectorTopology.TRACKS);
    expected = committed.apply(context.taskId().partition()).orElse(UNKNOWN);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    countSkipped(context().recordMetadata().orElseThrow());
    TraceSpan span = tracing.begin(Operation.DETECT, record.headers());
    try {
      Frame frame = frame(record);
      span.frame(frame);
      Extraction extraction = extract(frame, record.value());
      span.faces(extraction.faces().size());
      for (AlignedFace face : extraction.faces()) {
        context().forward(faceRecord(record, face, span), DetectorTopology.FACES);
      }
      metrics.handled(extraction);
    } catch (BadRecord reason) {
      RecordMetadata from = context().recordMetadata().orElseThrow();
      context().forward(deadLetters.of(record, from, reason), DetectorTopology.DEAD_LETTERS);
      metrics.deadLetter(reason.fault());
      span.fail(reason);
    } finally {
      span.end();
    }
  }

  /** Whoever writes frames in transactions of Kafka has gaps, too: their ends. Ingest does not. */
  private void countSkipped(RecordMetadata at) {
    long skipped = expected == UNKNOWN ? 0 : at.offset() - expected;
    if (skipped > 0) {
      LOG.warn(
          "{} frames before {}-{}@{} were deleted before they were read: start more detectors",
          skipped,
          at.topic(),
          at.partition(),
          at.offset());
      metrics.skipped(skipped);
    }
    expected = at.offset() + 1;
  }

  private Extraction extract(Frame frame, byte @Nullable [] jpeg) throws BadRecord {
    KeyValueStore<String, TrackerState> store = Objects.requireNonNull(tracks);
    @Nullable TrackerState stored = store.get(frame.camera());
    TrackerState before = stored == null ? TrackerState.START : stored;
    Extraction extraction = extract(frame, jpeg, before);
    // Nothing is written for a camera that nobody passes.
    if (!extraction.state().equals(before)) {
      store.put(frame.camera(), extraction.state());
    }
    return extraction;
  }

  private Extraction extract(Frame frame, byte @Nullable [] jpeg, TrackerState before)
      throws BadRecord {
    try {
      return extractor.extract(frame, jpeg, before);
    } catch (RuntimeException e) {
      // It would fail again after a restart, and hold up every camera of its partition for ever.
      LOG.error("The detector failed on {}", name(frame), e);
      throw new BadRecord(Fault.STAGE_ERROR, "the detector failed on " + name(frame) + ": " + e);
    } catch (OutOfMemoryError e) {
      // Says nothing about the frame: another one may have taken the memory.
      throw new StageFailure(
          "the detector has too little memory for %s: give it more (MIEN_JAVA_OPTS=-Xmx...), fewer --threads, or a larger --min-face: %s"
              .formatted(name(frame), e),
          e);
    }
  }

  private static String name(Frame frame) {
    return "frame %d of camera '%s', %d x %d pixels"
        .formatted(frame.number(), frame.camera(), frame.width(), frame.height());
  }

  /** The headers are new: those of the frame may hold what a face must not have. */
  private static Record<byte[], byte[]> faceRecord(
      Record<byte[], byte[]> frame, AlignedFace face, TraceSpan span) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Wire.HEADER, Wire.write(face.face()));
    span.writeTo(headers);
    return frame.withValue(face.image().bytes()).withHeaders(headers);
  }

  private static Frame frame(Record<byte[], byte[]> record) throws BadRecord {
    Frame frame = Wire.read(record.headers(), Frame.class);
    CameraId.requireKey(record.key(), frame.camera(), Fault.BROKEN_HEADER);
    return frame;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.ingest.IngestConfig.Mode;
import dev.mien.ingest.IngestMetrics.Drop;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.KafkaMeters;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.tracing.Operation;
import dev.mien.runtime.tracing.TraceSpan;
import dev.mien.runtime.tracing.Tracing;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends frames to Kafka, a bounded number at once. What Kafka does not take is a failure of a file,
 * and a counted drop of a live source. For one thread, but {@link #close} may come from any.
 */
final class FramePublisher {

  private static final Logger LOG = LoggerFactory.getLogger(FramePublisher.class);

  /** Frames handed to the producer and not acknowledged, beyond which sending waits. */
  private static final int LIVE_IN_FLIGHT = 8;

  /** Enough to keep a broker busy that is 30 ms away; large frames are bounded by memory. */
  private static final int FILE_IN_FLIGHT = 64;

  /** Leaves room for key, header and batch, generously. */
  private static final int MAX_JPEG_BYTES = Topics.MAX_IMAGE_BYTES - (4 << 10);

  private final Mode mode;
  private final IngestMetrics metrics;
  private final Tracing tracing;
  private final Consumer<String> onUndelivered;
  private final Consumer<StageFailure> onFailure;
  private final Producer<String, byte[]> producer;
  private final KafkaMeters meters;
  private final Semaphore room;
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * Creates the producer, which connects in the background.
   *
   * @param onUndelivered told, from any thread, that Kafka does not take the frames of a live
   *     source, and with an empty text that it does
   * @param onFailure told once or more, from any thread, when frames cannot be sent any more
   */
  FramePublisher(
      IngestConfig config,
      Cluster cluster,
      IngestMetrics metrics,
      Tracing tracing,
      Consumer<String> onUndelivered,
      Consumer<StageFailure> onFailure) {
    mode = config.mode();
    room = new Semaphore(mode == Mode.LIVE ? LIVE_IN_FLIGHT : FILE_IN_FLIGHT);
    this.metrics = metrics;
    this.tracing = tracing;
    this.onUndelivered = onUndelivered;
    this.onFailure = onFailure;
    producer =
        new KafkaProducer<>(
            producerConfig(config, cluster), new StringSerializer(), new ByteArraySerializer());
    meters = metrics.of(producer);
  }

  /** A file waits two minutes for a broker; of a live source nobody wants frames that old. */
  static Map<String, Object> producerConfig(IngestConfig config, Cluster cluster) {
    boolean live = config.mode() == Mode.LIVE;
    return cluster.client(
        Map.of(
            ProducerConfig.CLIENT_ID_CONFIG,
            "mien-ingest-" + config.camera(),
            ProducerConfig.LINGER_MS_CONFIG,
            0,
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
            Topics.MAX_IMAGE_BYTES,
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            4L * Topics.MAX_IMAGE_BYTES,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            live ? 5_000 : 30_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            live ? 10_000 : 120_000,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            live ? 10_000 : 120_000),
        Delivery.PRODUCER_PROMISES);
  }

  /** Waits until a frame may be sent. The frame to send is best chosen after this. */
  void awaitRoom() throws InterruptedException {
    room.acquire();
    room.release();
  }

  /**
   * Sends a frame; the result comes later, to metrics and to the failure listener.
   *
   * @return where the frame lies, once Kafka has it; never cancelled
   */
  CompletableFuture<RecordMetadata> send(CapturedFrame frame) {
    if (frame.jpeg().size() > MAX_JPEG_BYTES) {
      return tooLarge(frame);
    }
    CompletableFuture<RecordMetadata> sent = new CompletableFuture<>();
    room.acquireUninterruptibly();
    TraceSpan span = tracing.begin(Operation.CAPTURE, frame.frame().capturedMicros());
    span.frame(frame.frame());
    try {
      Future<?> unused =
          producer.send(
              record(frame, span),
              (metadata, error) -> {
                complete(sent, metadata, error);
                done(frame, span, error);
              });
    } catch (KafkaException | IllegalStateException e) {
      // The callback was not called: the producer has failed for good, or is closed.
      sent.completeExceptionally(e);
      done(frame, span, e);
    }
    return sent;
  }

  private static void complete(
      CompletableFuture<RecordMetadata> sent, RecordMetadata metadata, @Nullable Exception error) {
    if (error == null) {
      sent.complete(metadata);
    } else {
      sent.completeExceptionally(error);
    }
  }

  private static ProducerRecord<String, byte[]> record(CapturedFrame frame, TraceSpan span) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Wire.HEADER, Wire.write(frame.frame()));
    span.writeTo(headers);
    return new ProducerRecord<>(
        Topics.FRAMES.name(),
        null,
        null, // the broker's
        frame.frame().camera(),
        frame.jpeg().bytes(),
        headers);
  }

  private void done(CapturedFrame frame, TraceSpan span, @Nullable Exception error) {
    room.release();
    if (error == null) {
      span.end();
      metrics.published(frame.jpeg().size());
      warned.set(false);
      onUndelivered.accept("");
    } else {
      span.fail(error.toString());
      span.end();
      onUndelivered.accept("drops frames, Kafka does not take them: " + error.getMessage());
      metrics.dropped(Drop.UNDELIVERED);
      refused(
          frame,
          "Kafka did not take it (%s): check that the brokers run and that 'mien doctor' is content"
              .formatted(error.getMessage()),
          mode == Mode.FILE || hopeless(error) ? error : null);
    }
  }

  private CompletableFuture<RecordMetadata> tooLarge(CapturedFrame frame) {
    metrics.dropped(Drop.TOO_LARGE);
    RecordTooLargeException reason =
        new RecordTooLargeException(
            "a record may have %d bytes: use a smaller picture or a lower JPEG quality"
                .formatted(MAX_JPEG_BYTES));
    refused(frame, String.valueOf(reason.getMessage()), mode == Mode.FILE ? reason : null);
    return CompletableFuture.failedFuture(reason);
  }

  /** Errors that time does not heal. */
  private static boolean hopeless(Exception error) {
    return !(error instanceof ApiException)
        || error instanceof AuthenticationException
        || error instanceof AuthorizationException
        || error instanceof UnsupportedVersionException;
  }

  private void refused(CapturedFrame frame, String reason, @Nullable Exception fatal) {
    String message =
        "frame %d of camera %s (%d bytes, at %d ms) is not published: %s"
            .formatted(
                frame.frame().number(),
                frame.frame().camera(),
                frame.jpeg().size(),
                frame.frame().positionMicros() / 1000,
                reason);
    if (fatal != null) {
      onFailure.accept(new StageFailure(message, fatal));
    } else if (warned.compareAndSet(false, true)) {
      LOG.warn("{}; further ones are only counted", message);
    } else {
      LOG.debug(message);
    }
  }

  /** Waits until everything sent is acknowledged or refused. */
  void flush() {
    producer.flush();
  }

  /** Stops; what is not acknowledged within the time is refused. Later calls do nothing. */
  void close(Duration timeout) {
    meters.close();
    producer.close(timeout);
  }
}

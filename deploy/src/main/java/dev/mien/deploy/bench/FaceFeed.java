// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import dev.mien.detector.AlignedFace;
import dev.mien.events.EpochMicros;
import dev.mien.events.Face;
import dev.mien.events.Frame;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Some cameras with a face each, 25 times a second, one camera after the other. */
final class FaceFeed implements AutoCloseable {

  private static final int FRAMES_PER_SECOND = 25;

  private final List<AlignedFace> faces;
  private final int cameras;
  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread = new Thread(this::run, "mien-feed");
  private volatile boolean closing;

  /** Begins with {@link #start}. */
  FaceFeed(List<AlignedFace> faces, int cameras, Cluster cluster) {
    this.faces = List.copyOf(faces);
    this.cameras = cameras;
    ByteArraySerializer bytes = new ByteArraySerializer();
    this.producer =
        new KafkaProducer<>(
            cluster.client(Map.of("max.in.flight.requests.per.connection", 1)), bytes, bytes);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close();
  }

  private void run() {
    long pause = TimeUnit.SECONDS.toNanos(1) / FRAMES_PER_SECOND / cameras;
    long due = System.nanoTime();
    for (long i = 0; !closing; i++) {
      Future<RecordMetadata> unused = producer.send(record(i / cameras, (int) (i % cameras)));
      due += pause;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private ProducerRecord<byte[], byte[]> record(long number, int camera) {
    AlignedFace sample = faces.get((int) (number % faces.size()));
    Face known = sample.face();
    String name = "bench-" + camera;
    Frame frame =
        new Frame(
            name,
            number,
            EpochMicros.now(),
            number * TimeUnit.SECONDS.toMicros(1) / FRAMES_PER_SECOND,
            known.frame().width(),
            known.frame().height());
    Face face = new Face(frame, 1, known.box(), known.landmarks(), known.score());
    return new ProducerRecord<>(
        Topics.FACES.name(),
        null,
        frame.capturedMicros() / 1_000,
        name.getBytes(StandardCharsets.UTF_8),
        sample.image().bytes(),
        new RecordHeaders().add(Wire.HEADER, Wire.write(face)));
  }
}

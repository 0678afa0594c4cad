// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.FaceSamples;
import dev.mien.classifier.TestCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Cameras that send a face each, every 100 ms, until they are told to stop. */
final class FaceLoad implements AutoCloseable {

  static final List<String> CAMERAS = List.of("door", "hall");

  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

  private final CompletableFuture<Integer> sent;
  private volatile boolean stopped;

  FaceLoad(TestCluster kafka) {
    this(kafka, number -> FaceSamples.png(FaceSamples.NAMES.get(number % 4)));
  }

  /**
   * Begins at once.
   *
   * @param pictures by the number of the frame
   */
  FaceLoad(TestCluster kafka, IntFunction<byte[]> pictures) {
    sent = CompletableFuture.supplyAsync(() -> send(kafka, pictures));
  }

  /** Returns how many frames each camera has sent in all. */
  int stop() throws ExecutionException, InterruptedException {
    stopped = true;
    return sent.get();
  }

  @Override
  public void close() {
    stopped = true;
    sent.join();
  }

  private int send(TestCluster kafka, IntFunction<byte[]> pictures) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    int number = 0;
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka.cluster().client(TestCluster.IN_ORDER), bytes, bytes)) {
      while (!stopped) {
        long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        for (String camera : CAMERAS) {
          var unused =
              producer.send(
                  FaceRecords.good(
                      FaceSamples.face(camera, 1, number, now), pictures.apply(number)));
        }
        number++;
        LockSupport.parkNanos(PAUSE);
      }
      producer.flush();
    }
    return number;
  }
}

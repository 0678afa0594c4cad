// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import dev.mien.events.ModelVersion;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.errors.TimeoutException;

/** Fetches the files of model versions from {@code mien.model-chunks}. */
public final class ModelFiles {

  /** The largest file that is taken, in bytes. A Swin-T has 110 MB. */
  public static final int MAX_BYTES = 256 << 20;

  private static final Duration POLL = Duration.ofMillis(500);

  /** How often a file is in memory at once, at most: slices, whole, and in two buffers of DJL. */
  private static final long COPIES = 4;

  /** Not worth a look at the memory. */
  private static final long SMALL_BYTES = 16 << 20;

  private ModelFiles() {}

  /**
   * Fetches the file of a version, see {@link #fetch(Cluster, ModelVersion, BooleanSupplier)}.
   *
   * @throws ModelRefused if it is too large, slices of it are missing, or its SHA-256 is another
   */
  public static byte[] fetch(Cluster cluster, ModelVersion version) throws ModelRefused {
    return fetch(cluster, version, () -> false);
  }

  /**
   * Fetches the file of a version. While somebody else publishes, it may have to wait for him.
   *
   * @param isUnwanted is asked twice a second
   * @throws StageFailure if it became unwanted before it was whole
   * @throws ModelRefused if it is too large, slices of it are missing, or its SHA-256 is another
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static byte[] fetch(Cluster cluster, ModelVersion version, BooleanSupplier isUnwanted)
      throws ModelRefused {
    requireSize(version.version(), version.bytes());
    requireRoom(version);
    Map<Integer, byte[]> slices = slices(cluster, version, isUnwanted);
    requireTotal(version, slices);
    if (slices.size() < version.chunks()) {
      throw new ModelRefused(
          Refusal.INCOMPLETE,
          "model %s: %d of its %d slices are in %s: retire it with --delete and publish it again"
              .formatted(
                  version.version(),
                  slices.size(),
                  version.chunks(),
                  RegistryClients.CHUNKS.topic()));
    }
    return checked(version, joined(version, slices));
  }

  static void requireSize(String name, long bytes) throws ModelRefused {
    if (bytes > MAX_BYTES) {
      throw new ModelRefused(
          Refusal.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "model %s has %,d bytes, at most %,d (256 MiB) are taken: use a smaller network",
              name,
              bytes,
              MAX_BYTES));
    }
  }

  /** Running out of memory would end the process and the model that serves with it. */
  private static void requireRoom(ModelVersion version) throws ModelRefused {
    if (version.bytes() < SMALL_BYTES) {
      return;
    }
    Runtime java = Runtime.getRuntime();
    java.gc(); // what is garbage counts as used before
    long left = java.maxMemory() - (java.totalMemory() - java.freeMemory());
    long needed = COPIES * version.bytes();
    if (needed > left) {
      throw new ModelRefused(
          Refusal.TOO_LARGE,
          String.format(
              Locale.ROOT,
              "model %s wants %,d MB of memory while it is loaded, the Java virtual machine has %,d left: give it more with MIEN_JAVA_OPTS=-Xmx%dm",
              version.version(),
              needed >> 20,
              left >> 20,
              ((java.maxMemory() - left + needed) >> 20) + 64));
    }
  }

  /**
   * Ends with all slices, or at the end of the topic with those that there are.
   *
   * @throws TimeoutException if neither is reached and nothing came for long
   */
  private static Map<Integer, byte[]> slices(
      Cluster cluster, ModelVersion version, BooleanSupplier isUnwanted) {
    Map<Integer, byte[]> slices = new TreeMap<>();
    long bytes = 0;
    long deadline = System.nanoTime() + RegistryClients.PATIENCE.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        RegistryClients.consumer(cluster, "read_committed")) {
      consumer.assign(List.of(RegistryClients.CHUNKS));
      seek(consumer, version);
      long end = -1;
      while (slices.size() < version.chunks() && bytes <= version.bytes()) {
        if (isUnwanted.getAsBoolean()) {
          throw new StageFailure("model " + version.version() + " is wanted no longer");
        }
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> slice : polled) {
          keep(version, slice, slices);
        }
        bytes = slices.values().stream().mapToLong(slice -> slice.length).sum();
        if (!polled.isEmpty()) {
          deadline = System.nanoTime() + RegistryClients.PATIENCE.toNanos();
        } else if (System.nanoTime() > deadline) {
          throw new TimeoutException(
              "%s gave nothing of model %s for long"
                  .formatted(RegistryClients.CHUNKS.topic(), version.version()));
        }
        if (end < 0 && slices.size() < version.chunks()) {
          end = RegistryClients.writtenUntil(cluster, RegistryClients.CHUNKS);
        }
        if (end >= 0 && consumer.position(RegistryClients.CHUNKS) >= end) {
          break;
        }
      }
    }
    return slices;
  }

  private static void keep(
      ModelVersion version, ConsumerRecord<byte[], byte[]> slice, Map<Integer, byte[]> slices) {
    int number = slice.key() == null ? -1 : ChunkKey.number(version, slice.key());
    if (number >= 0 && number < version.chunks()) {
      if (slice.value() == null) {
        slices.remove(number);
      } else {
        slices.put(number, slice.value());
      }
    }
  }

  /** The slices carry the time of publication, so the search begins where they do. */
  private static void seek(KafkaConsumer<byte[], byte[]> consumer, ModelVersion version) {
    OffsetAndTimestamp first =
        consumer
            .offsetsForTimes(Map.of(RegistryClients.CHUNKS, version.publishedMicros() / 1_000))
            .get(RegistryClients.CHUNKS);
    if (first == null) {
      consumer.seekToBeginning(List.of(RegistryClients.CHUNKS));
    } else {
      consumer.seek(RegistryClients.CHUNKS, first.offset());
    }
  }

  private static void requireTotal(ModelVersion version, Map<Integer, byte[]> slices)
      throws ModelRefused {
    long total = slices.values().stream().mapToLong(slice -> slice.length).sum();
    boolean all = slices.size() == version.chunks();
    if (all ? total != version.bytes() : total > version.bytes()) {
      throw new ModelRefused(
          Refusal.INCOMPLETE,
          String.format(
              Locale.ROOT,
              "model %s: its slices have %,d bytes together, its record says %,d: retire it with --delete and publish it again",
              version.version(),
              total,
              version.bytes()));
    }
  }

  private static byte[] joined(ModelVersion version, Map<Integer, byte[]> slices) {
    ByteBuffer file = ByteBuffer.allocate((int) version.bytes());
    slices.values().forEach(file::put);
    return file.array();
  }

  private static byte[] checked(ModelVersion version, byte[] file) throws ModelRefused {
    String hash = Sha256.of(file);
    if (!hash.equals(version.sha256())) {
      throw new ModelRefused(
          Refusal.WRONG_HASH,
          "model %s: the SHA-256 of its slices is %s, its record says %s: retire it with --delete and publish it again"
              .formatted(version.version(), hash, version.sha256()));
    }
    return file;
  }
}

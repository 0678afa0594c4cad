// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Changes what {@code mien.models} says. Every change is decided on what it says now and written in
 * one transaction; all who change it use the same transactional id, so that a change decided on an
 * old state cannot be written: it is decided again.
 */
final class CatalogueWriter {

  private static final String TRANSACTIONAL_ID = "mien-promotions";
  private static final int ATTEMPTS = 10;
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Cluster cluster;

  CatalogueWriter(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What to change, given what there is. It may be asked several times. */
  interface Decision {
    Change on(Catalogue catalogue);
  }

  /** What to write, and which version is active then. */
  static final class Change {

    private final @Nullable ModelVersion active;
    private final List<ProducerRecord<byte[], byte[]>> records;

    private Change(@Nullable ModelVersion active, List<ProducerRecord<byte[], byte[]>> records) {
      this.active = active;
      this.records = records;
    }

    /** Nothing. */
    static Change none() {
      return new Change(null, List.of());
    }

    /** Writes versions as they are to be, in this order. */
    static Change of(@Nullable ModelVersion active, List<ModelVersion> versions) {
      return new Change(
          active,
          versions.stream()
              .map(version -> record(Topics.MODELS.name(), key(version), Wire.write(version)))
              .toList());
    }

    /** Deletes a version and its slices. */
    static Change deletionOf(ModelVersion version) {
      List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
      records.add(record(Topics.MODELS.name(), key(version), null));
      IntStream.range(0, version.chunks())
          .mapToObj(i -> record(Topics.MODEL_CHUNKS.name(), ChunkKey.of(version, i), null))
          .forEach(records::add);
      return new Change(null, records);
    }

    private static byte[] key(ModelVersion version) {
      return version.version().getBytes(UTF_8);
    }

    private static ProducerRecord<byte[], byte[]> record(
        String topic, byte[] key, byte @Nullable [] value) {
      return new ProducerRecord<>(topic, 0, key, value);
    }
  }

  /**
   * Decides and writes.
   *
   * @return the version that the change made active, if any
   * @throws StageFailure what the decision threw, or if the cluster cannot be reached
   */
  Optional<ModelVersion> change(Decision decision) {
    for (int attempt = 1; ; attempt++) {
      try (Producer<byte[], byte[]> producer =
          RegistryClients.producer(cluster, TRANSACTIONAL_ID)) {
        producer.initTransactions();
        Change change = decision.on(CatalogueReader.read(cluster));
        write(change.records, producer);
        return Optional.ofNullable(change.active);
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        if (attempt == ATTEMPTS) {
          throw new StageFailure("others keep changing the models at the same time: try again", e);
        }
        stepAside(attempt);
      } catch (KafkaException e) {
        throw KafkaFailures.explained("change of the models", e);
      }
    }
  }

  /** By chance, longer each time: two that begin again at once shut each other out again. */
  private static void stepAside(int attempt) {
    long most = Math.min(FIRST_PAUSE_MILLIS << attempt, LONGEST_PAUSE_MILLIS);
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailure("interrupted while others change the models", e);
    }
  }

  private static void write(
      List<ProducerRecord<byte[], byte[]>> records, Producer<byte[], byte[]> producer) {
    if (records.isEmpty()) {
      return;
    }
    producer.beginTransaction();
    for (ProducerRecord<byte[], byte[]> record : records) {
      Future<RecordMetadata> unused = producer.send(record);
    }
    producer.commitTransaction();
  }
}

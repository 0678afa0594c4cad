// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.events.ModelVersion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Writes a model file and its record in one transaction: all of it is there for readers of
 * committed records, or nothing. Of several publishers of one version the last one wins, the others
 * fail.
 */
public final class ModelPublisher {

  /** Half of what a broker takes by default. */
  static final int CHUNK_BYTES = 512 << 10;

  private final byte[] file;
  private final ModelVersion version;

  private ModelPublisher(byte[] file, ModelVersion version) {
    this.file = file;
    this.version = version;
  }

  /**
   * Reads a file and lets it show that it works, on the processor.
   *
   * @param mayChangeClasses whether it may replace a model of other classes
   * @throws ModelRefused if it may never serve
   * @throws IOException if it cannot be read
   */
  public static ModelPublisher of(Path file, boolean mayChangeClasses)
      throws ModelRefused, IOException {
    ModelFiles.requireSize(file.toString(), Files.size(file));
    byte[] bytes = Files.readAllBytes(file);
    try (EmotionModel model = ModelGate.load(file.toString(), bytes, new DeviceChoice.Cpu(), 0)) {
      GoldenCheck check = GoldenCheck.of(model);
      check.requireApart();
      ModelVersion version = ModelRecord.of(model, check.batch(), bytes, mayChangeClasses);
      check.requireEqual(version.golden());
      ModelGate.requireBatches(model);
      return new ModelPublisher(bytes, version);
    }
  }

  /**
   * Says before there is a file whether a model of some classes may be published.
   *
   * @param mayChangeClasses whether it may replace a model of other classes
   * @throws StageFailure if it may not, or Kafka does not answer
   */
  public static void requireClasses(
      Cluster cluster, List<String> classes, boolean mayChangeClasses) {
    Catalogue catalogue = CatalogueReader.read(cluster);
    if (!mayChangeClasses) {
      Promotions.requireClasses("the model to be trained", classes, catalogue);
    }
  }

  /** Returns the record as it will be published. */
  public ModelVersion version() {
    return version;
  }

  /**
   * Publishes it as a candidate.
   *
   * @param progress is told how many slices are sent
   * @throws StageFailure if the version is there already, has other classes than what serves
   *     without leave, another publisher took over, or Kafka refuses; then nothing was published
   */
  public void publish(Cluster cluster, IntConsumer progress) {
    long start = System.nanoTime();
    try (Producer<byte[], byte[]> producer =
        RegistryClients.producer(cluster, "mien-publish-" + version.version())) {
      producer.initTransactions();
      requireNew(CatalogueReader.read(cluster));
      producer.beginTransaction();
      send(producer, progress);
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      throw new StageFailure(
          "nothing of model %s was published: %s".formatted(version.version(), reason(seconds)), e);
    } catch (KafkaException e) {
      throw KafkaFailures.explained("publisher of model " + version.version(), e);
    }
  }

  /** Brokers end a transaction that takes too long as they do for another publisher. */
  private static String reason(long seconds) {
    return seconds * 1_000 < RegistryClients.TRANSACTION_MILLIS
        ? "another publisher of it took over, see 'mien models list'"
        : "the upload took %d s, which may be longer than its transaction may: repeat it with --kafka-property transaction.timeout.ms=600000, unless another publisher took over, see 'mien models list'"
            .formatted(seconds);
  }

  private void send(Producer<byte[], byte[]> producer, IntConsumer progress) {
    long millis = version.publishedMicros() / 1_000;
    for (int i = 0; i < version.chunks(); i++) {
      byte[] slice =
          Arrays.copyOfRange(file, i * CHUNK_BYTES, Math.min(file.length, (i + 1) * CHUNK_BYTES));
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(
                  Topics.MODEL_CHUNKS.name(), 0, millis, ChunkKey.of(version, i), slice));
      progress.accept(i + 1);
    }
    // Readers of the records must not wait for an upload.
    producer.flush();
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(
                Topics.MODELS.name(), 0, version.version().getBytes(UTF_8), Wire.write(version)));
  }

  private void requireNew(Catalogue catalogue) {
    catalogue
        .find(version.version())
        .ifPresent(
            there -> {
              throw new StageFailure(
                  there.sha256().equals(version.sha256())
                      ? "model %s is published already, it is %s"
                          .formatted(there.version(), there.state().wireName())
                      : "another file is published as model %s: give this one another version, or retire that one with --delete"
                          .formatted(there.version()));
            });
    Promotions.requireClasses(version, catalogue);
  }
}

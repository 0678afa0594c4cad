// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.events.Camera;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.KafkaFailures;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.TopicReader;
import dev.mien.runtime.topics.TopicAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The cameras of a cluster, and how to change them. Every call has clients of its own. */
public final class CameraTopic {

  private static final int PATIENCE_MILLIS = 15_000;

  private final Cluster cluster;

  /** Has not asked anything yet. */
  public CameraTopic(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Returns the cameras that are to be read, by their ids.
   *
   * @throws StageFailure if Kafka does not answer or has no such topic
   */
  public Map<String, Camera> cameras() {
    TopicAdmin.require(cluster, Topics.CAMERAS);
    Map<String, Camera> cameras = new TreeMap<>();
    try (TopicReader reader = new TopicReader(cluster)) {
      reader.readAll(
          Topics.CAMERAS.name(),
          Duration.ofMillis(PATIENCE_MILLIS),
          change -> CameraRecords.apply(change, cameras));
    }
    return cameras;
  }

  /**
   * Has a camera read, or read otherwise. Returns when Kafka has it.
   *
   * @throws StageFailure if it does not take it
   */
  public void put(Camera camera) {
    change(List.of(camera), List.of());
  }

  /**
   * Has a camera read no more. Returns when Kafka knows.
   *
   * @throws StageFailure if there is none, or Kafka does not take it
   */
  public void remove(String camera) {
    if (!cameras().containsKey(camera)) {
      throw new StageFailure("there is no camera '" + camera + "': see 'mien cameras list'");
    }
    change(List.of(), List.of(camera));
  }

  /**
   * Has some cameras read, or read otherwise, and others read no more. Returns when Kafka has all.
   *
   * @param removed ids; one that is not there does no harm
   * @throws StageFailure if Kafka does not take all; it may have taken some
   */
  public void change(Collection<Camera> put, Collection<String> removed) {
    TopicAdmin.require(cluster, Topics.CAMERAS);
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      put.forEach(camera -> sent.add(producer.send(record(camera.camera(), Wire.write(camera)))));
      removed.forEach(camera -> sent.add(producer.send(record(camera, null))));
      for (Future<RecordMetadata> taken : sent) {
        taken.get();
      }
    } catch (KafkaException | ExecutionException e) {
      throw KafkaFailures.explained("change of the cameras", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailure("interrupted while Kafka was told of the cameras", e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(String camera, byte @Nullable [] value) {
    return new ProducerRecord<>(Topics.CAMERAS.name(), camera.getBytes(UTF_8), value);
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        cluster.client(
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Delivery.TAKEOVER_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS),
            Delivery.PRODUCER_PROMISES),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}

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
import dev.mien.runtime.TopicAdmin;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The cameras of a cluster, and how to change them. Every call has clients of its own. */
public final class CameraTopic {

  private static final Duration POLL = Duration.ofMillis(100);
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
    require();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return cameras(consumer);
    } catch (TimeoutException e) {
      throw cluster.noAnswer(e);
    } catch (KafkaException e) {
      throw KafkaFailures.explained("reader of " + Topics.CAMERAS.name(), e);
    }
  }

  private static Map<String, Camera> cameras(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.CAMERAS.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, Camera> cameras = new TreeMap<>();
    long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(
            "the topic did not come to its end within %d ms".formatted(PATIENCE_MILLIS));
      }
      consumer.poll(POLL).forEach(change -> CameraRecords.apply(change, cameras));
    }
    return cameras;
  }

  /**
   * Has a camera read, or read otherwise. Returns when Kafka has it.
   *
   * @throws StageFailure if it does not take it
   */
  public void put(Camera camera) {
    require();
    write(camera.camera(), Wire.write(camera));
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
    write(camera, null);
  }

  private void write(String camera, byte @Nullable [] value) {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      producer
          .send(new ProducerRecord<>(Topics.CAMERAS.name(), camera.getBytes(UTF_8), value))
          .get();
    } catch (KafkaException | ExecutionException e) {
      throw KafkaFailures.explained("change of the cameras", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StageFailure("interrupted while Kafka was told of camera " + camera, e);
    }
  }

  private void require() {
    try (TopicAdmin topics = new TopicAdmin(cluster)) {
      topics.require(List.of(Topics.CAMERAS));
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        cluster.client(
            Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS),
            Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none")),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
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

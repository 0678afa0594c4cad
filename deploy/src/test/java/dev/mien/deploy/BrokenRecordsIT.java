// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.events.DeadLetter;
import dev.mien.events.Fault;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.ingest.CapturedFrame;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.ingest.VideoSource;
import dev.mien.runtime.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(400)
class BrokenRecordsIT {

  private static final byte[] CAMERA = "door".getBytes(StandardCharsets.UTF_8);
  private static final List<Damage> DAMAGES = List.of(Damage.values());
  private static final int BROKEN_FRAMES = 70;
  private static final int BROKEN_FACES = 30;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<ProducerRecord<byte[], byte[]>> broken = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();
  @TempDir private Path folder;

  @Test
  void aHundredOfThemBecomeDeadLettersAndAllGoodOnesEvents() throws Exception {
    ExpectedEvents expected = ExpectedEvents.ofTheClip(folder);
    try (Pipeline pipeline = new Pipeline(folder.resolve("data"), 0, meters)) {
      Cluster cluster = pipeline.start(DetectorConfig.defaults(), ClassifierConfig.defaults());
      Set<Thread> atStart = stageThreads();
      List<CapturedFrame> frames = frames(expected.clip());
      try (KafkaProducer<byte[], byte[]> producer = producer(cluster)) {
        publishFrames(producer, frames.subList(0, frames.size() / 2));
        publishBrokenFaces(producer, cluster);
        publishFrames(producer, frames.subList(frames.size() / 2, frames.size()));
      }

      awaitSize(cluster, Topics.EMOTIONS, expected.size());
      awaitSize(cluster, Topics.DEAD_LETTERS, BROKEN_FRAMES + BROKEN_FACES);

      expected.assertSameEvents(
          CommittedRecords.of(cluster, Topics.EMOTIONS).stream()
              .map(ExpectedEvents::emotion)
              .toList());
      assertThat(letters(cluster)).containsExactlyInAnyOrderElementsOf(sent());
      assertThat(stageThreads()).isEqualTo(atStart);
      assertThat(meters.get("mien.classifier.aborts").counter().count()).isZero();
    }
  }

  /** Among the good frames, in which one after the other of the damages is spread out evenly. */
  private void publishFrames(KafkaProducer<byte[], byte[]> producer, List<CapturedFrame> frames) {
    int spread = frames.size() / (BROKEN_FRAMES / 2);
    for (int i = 0; i < frames.size(); i++) {
      byte[] jpeg = frames.get(i).jpeg().bytes();
      byte[] header = Wire.write(frames.get(i).frame());
      if (i % spread == 0 && i / spread < BROKEN_FRAMES / 2) {
        breakAndSend(producer, Topics.FRAMES, jpeg, header);
      }
      RecordHeaders headers = new RecordHeaders();
      headers.add(Wire.HEADER, header);
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(Topics.FRAMES.name(), null, null, CAMERA, jpeg, headers));
    }
  }

  private void publishBrokenFaces(KafkaProducer<byte[], byte[]> producer, Cluster cluster) {
    awaitSize(cluster, Topics.FACES, 10);
    ConsumerRecord<byte[], byte[]> face = CommittedRecords.of(cluster, Topics.FACES).get(0);
    for (int i = 0; i < BROKEN_FACES; i++) {
      byte[] header = face.headers().lastHeader(Wire.HEADER).value();
      breakAndSend(producer, Topics.FACES, face.value(), header);
    }
  }

  private void breakAndSend(
      KafkaProducer<byte[], byte[]> producer, Topic topic, byte[] picture, byte[] header) {
    Damage damage = DAMAGES.get(broken.size() % DAMAGES.size());
    ProducerRecord<byte[], byte[]> record = damage.to(topic.name(), CAMERA, picture, header);
    broken.add(record);
    faults.add(damage.fault());
    Future<RecordMetadata> unused = producer.send(record);
  }

  private record Letter(String topic, Fault fault, ByteBuffer value) {}

  private List<Letter> sent() {
    List<Letter> sent = new ArrayList<>();
    for (int i = 0; i < broken.size(); i++) {
      ProducerRecord<byte[], byte[]> record = broken.get(i);
      sent.add(new Letter(record.topic(), faults.get(i), ByteBuffer.wrap(record.value())));
    }
    return sent;
  }

  private static List<Letter> letters(Cluster cluster) throws Exception {
    List<Letter> letters = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        CommittedRecords.of(cluster, Topics.DEAD_LETTERS)) {
      assertThat(record.key()).isEqualTo(CAMERA);
      DeadLetter letter = Wire.read(record.headers(), DeadLetter.class);
      letters.add(new Letter(letter.topic(), letter.fault(), ByteBuffer.wrap(record.value())));
    }
    return letters;
  }

  private static void awaitSize(Cluster cluster, Topic topic, int size) {
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> CommittedRecords.of(cluster, topic).size() >= size);
  }

  /** Threads of Kafka Streams are replaced by others when they fail. */
  private static Set<Thread> stageThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().matches(".*-StreamThread-\\d+")
                    || thread.getName().equals("mien-classifier"))
        .collect(Collectors.toSet());
  }

  private static List<CapturedFrame> frames(Path clip) {
    List<CapturedFrame> frames = new ArrayList<>();
    try (VideoSource source =
        new VideoSource(IngestConfig.of(new Source(clip.toString()), "door"))) {
      source.open();
      for (CapturedFrame next = source.read(); next != null; next = source.read()) {
        frames.add(next);
      }
    }
    return frames;
  }

  private static KafkaProducer<byte[], byte[]> producer(Cluster cluster) {
    return new KafkaProducer<>(
        cluster.client(Map.of(ProducerConfig.ACKS_CONFIG, "all")),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}

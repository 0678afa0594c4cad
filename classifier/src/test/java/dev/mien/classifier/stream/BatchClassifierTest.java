// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.classifier.FaceSamples;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.TinyModel;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.serving.ReadyModel;
import dev.mien.classifier.serving.ReadyModel.Probation;
import dev.mien.classifier.serving.ServingModels;
import dev.mien.events.DeadLetter;
import dev.mien.events.Emotion;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchClassifierTest {

  private static final long CAPTURED = 1_700_000_000_123_456L;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ClassifierMetrics metrics = new ClassifierMetrics(registry);
  private EmotionModel model;
  private BatchClassifier classifier;

  @BeforeEach
  void open() {
    model = EmotionModel.open(null, new DeviceChoice.Cpu(), 0);
    classifier =
        new BatchClassifier(serving(model), new ShadowSample(0), Duration.ofMillis(500), metrics);
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void everyFaceGoesToBothTopicsUnderItsCameraAtItsTime() throws Exception {
    ClassifiedBatch batch =
        classifier.classify(
            poll(List.of(face("door", 1, 0, "laughing"), face("hall", 4, 9, "serious"))));

    assertThat(batch.output())
        .extracting(ProducerRecord::topic)
        .containsExactly(
            "mien.emotions", "mien.emotions.happiness", "mien.emotions", "mien.emotions.neutral");
    assertThat(batch.output())
        .extracting(record -> new String(record.key(), UTF_8))
        .containsExactly("door", "door", "hall", "hall");
    assertThat(batch.output()).allMatch(record -> record.timestamp() == CAPTURED / 1_000);
    assertThat(batch.output().get(0).value()).isEqualTo(batch.output().get(1).value());
    Emotion emotion = Wire.read(batch.output().get(2).value(), Emotion.class);
    assertThat(emotion.face()).isEqualTo(FaceSamples.face("hall", 4, 9, CAPTURED));
    assertThat(emotion.model()).isEqualTo(model.metadata().version());
    assertThat(emotion.probabilities().of("neutral")).isCloseTo(0.6006f, within(1e-3f));
  }

  @Test
  void offsetsAfterTheLastRecordsAreCommitted() {
    ClassifiedBatch batch = classifier.classify(poll(List.of(face("door", 1, 0, "calm"))));

    assertThat(batch.offsets())
        .isEqualTo(Map.of(partition(0), new OffsetAndMetadata(1, Optional.empty(), "")));
  }

  @Test
  void badRecordsBecomeDeadLettersAmongGoodOnes() throws Exception {
    List<ProducerRecord<byte[], byte[]>> faces = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      faces.add(face("door", 1, i, "calm"));
      faces.add(FaceRecords.bad(i, CAPTURED));
    }

    ClassifiedBatch batch = classifier.classify(poll(faces));

    assertThat(batch.emotions())
        .extracting(e -> e.face().frame().number())
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(batch.faults())
        .containsExactly(
            Fault.EMPTY_VALUE,
            Fault.TRUNCATED_IMAGE,
            Fault.NOT_AN_IMAGE,
            Fault.MISSING_HEADER,
            Fault.BROKEN_HEADER,
            Fault.MISSING_KEY);
    List<ProducerRecord<byte[], byte[]>> letters = letters(batch);
    for (int i = 0; i < 6; i++) {
      ProducerRecord<byte[], byte[]> letter = letters.get(i);
      ProducerRecord<byte[], byte[]> original = FaceRecords.bad(i, CAPTURED);
      assertThat(letter.key()).isEqualTo(original.key());
      assertThat(letter.value()).isEqualTo(original.value());
      DeadLetter reason = Wire.read(letter.headers(), DeadLetter.class);
      assertThat(reason.topic()).isEqualTo(Topics.FACES.name());
      assertThat(reason.offset()).isEqualTo(2 * i + 1);
      assertThat(reason.stage()).isEqualTo("classifier");
      assertThat(reason.fault()).isEqualTo(batch.faults().get(i));
    }
  }

  @Test
  void faceWithoutFiniteScoresIsADeadLetterAmongGoodOnes(@TempDir Path folder) throws Exception {
    // The inverse hyperbolic tangent has no end at 1, which is white.
    Path file = new TinyModel().behind("Atanh").write(folder);
    try (EmotionModel tiny = EmotionModel.open(file, new DeviceChoice.Cpu(), 1)) {
      BatchClassifier classifier =
          new BatchClassifier(serving(tiny), new ShadowSample(0), Duration.ZERO, metrics);

      ClassifiedBatch batch =
          classifier.classify(
              poll(
                  List.of(
                      square(0, Color.GRAY),
                      square(1, Color.WHITE),
                      square(2, Color.RED.darker()))));

      assertThat(batch.emotions())
          .extracting(e -> e.face().frame().number())
          .containsExactly(0L, 2L);
      assertThat(batch.faults()).containsExactly(Fault.STAGE_ERROR);
      assertThat(letters(batch)).hasSize(1);
      assertThat(Wire.read(letters(batch).get(0).headers(), DeadLetter.class).message())
          .contains("tiny");
      assertThat(batch.offsets())
          .containsEntry(partition(0), new OffsetAndMetadata(3, Optional.empty(), ""));
    }
  }

  @Test
  void facesThatACandidateCannotClassifyAreServedAllTheSame(@TempDir Path folder) throws Exception {
    Path file = new TinyModel().behind("Atanh").write(folder);
    ServingModels models = serving(model);
    models.candidate().offer(EmotionModel.open(file, new DeviceChoice.Cpu(), 1));
    BatchClassifier trying =
        new BatchClassifier(models, new ShadowSample(1), Duration.ZERO, metrics);

    for (int number = 1; number <= 2; number++) {
      ClassifiedBatch batch =
          trying.classify(
              poll(List.of(square(2 * number, Color.WHITE), square(2 * number + 1, Color.GRAY))));

      assertThat(batch.emotions()).hasSize(2);
      assertThat(batch.shadows()).hasSize(1);
      assertThat(registry.get(ModelMetrics.SHADOW_ERRORS).counter().count()).isEqualTo(number);
    }
    models.candidate().close();
  }

  private static ProducerRecord<byte[], byte[]> square(int number, Color colour)
      throws IOException {
    BufferedImage picture = new BufferedImage(Face.SIDE, Face.SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < Face.SIDE * Face.SIDE; i++) {
      picture.setRGB(i % Face.SIDE, i / Face.SIDE, colour.getRGB());
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", png);
    return FaceRecords.good(FaceSamples.face("door", 1, number, CAPTURED), png.toByteArray());
  }

  @Test
  void headerOfAnotherCameraThanTheKeyIsBroken() {
    ProducerRecord<byte[], byte[]> face = face("door", 1, 0, "calm");
    ProducerRecord<byte[], byte[]> moved =
        new ProducerRecord<>(
            face.topic(),
            null,
            face.timestamp(),
            "hall".getBytes(UTF_8),
            face.value(),
            face.headers());

    assertThat(classifier.classify(poll(List.of(moved))).faults())
        .containsExactly(Fault.BROKEN_HEADER);
  }

  @Test
  void trackIsSmoothedAcrossBatchesOnceTheyAreKept() {
    classifier.keep(
        classifier.classify(
            poll(List.of(face("door", 1, 0, "laughing"), face("door", 1, 1, "laughing")))));

    ClassifiedBatch next = classifier.classify(poll(List.of(face("door", 1, 2, "laughing"))));

    assertThat(next.emotions().get(0).smoothedOver()).isEqualTo(3);
  }

  @Test
  void discardedBatchCanBeDoneAgain() {
    ConsumerRecords<byte[], byte[]> records =
        poll(List.of(face("door", 1, 0, "laughing"), face("door", 1, 1, "serious")));
    ClassifiedBatch first = classifier.classify(records);
    classifier.discard();

    ClassifiedBatch again = classifier.classify(records);

    assertThat(again.emotions()).isEqualTo(first.emotions());
  }

  @Test
  void tracksOfLostPartitionsBeginAnew() {
    classifier.keep(classifier.classify(poll(List.of(face("door", 1, 0, "laughing")))));
    classifier.forget(List.of(partition(0)));

    ClassifiedBatch batch = classifier.classify(poll(List.of(face("door", 1, 1, "laughing"))));

    assertThat(batch.emotions().get(0).smoothedOver()).isEqualTo(1);
  }

  @Test
  void metricsAddUp() {
    ClassifiedBatch batch =
        classifier.classify(
            poll(
                List.of(
                    face("door", 1, 0, "laughing"),
                    face("hall", 1, 0, "serious"),
                    FaceRecords.bad(0, CAPTURED))));

    metrics.committed(batch, Instant.ofEpochMilli(CAPTURED / 1_000 + 250));

    assertThat(registry.get("mien.classifier.faces").counter().count()).isEqualTo(3);
    assertThat(
            registry
                .get("mien.classifier.events")
                .tags("camera", "door", "emotion", "happiness")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(
            registry
                .get("mien.classifier.dead.letters")
                .tag("fault", "empty-value")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("mien.classifier.batch").summary().mean()).isEqualTo(2);
    assertThat(registry.get("mien.classifier.latency").timer().max(MILLISECONDS))
        .isCloseTo(250, within(1.0));
  }

  @Test
  void camerasBeyondTheLimitShareOneLabel() {
    for (int camera = 0; camera < ClassifierMetrics.MAX_CAMERAS + 5; camera++) {
      metrics.committed(
          classifier.classify(poll(List.of(face("camera-" + camera, 1, 0, "calm")))),
          Instant.now());
    }

    assertThat(registry.get("mien.classifier.events").counters())
        .hasSize((ClassifierMetrics.MAX_CAMERAS + 1) * model.metadata().classes().size());
    assertThat(sum(registry.get("mien.classifier.events").tag("camera", "other"))).isEqualTo(5);
  }

  @Test
  void everyEventHasTheProbabilityOne() {
    metrics.committed(
        classifier.classify(
            poll(List.of(face("door", 1, 0, "laughing"), face("door", 1, 1, "serious")))),
        Instant.now());

    assertThat(sum(registry.get("mien.classifier.probability").tag("camera", "door")))
        .isCloseTo(2, within(1e-3));
  }

  private static double sum(RequiredSearch search) {
    return search.counters().stream().mapToDouble(Counter::count).sum();
  }

  private static ProducerRecord<byte[], byte[]> face(
      String camera, long track, long number, String picture) {
    return FaceRecords.good(
        FaceSamples.face(camera, track, number, CAPTURED), FaceSamples.png(picture));
  }

  private static List<ProducerRecord<byte[], byte[]>> letters(ClassifiedBatch batch) {
    return batch.output().stream()
        .filter(record -> record.topic().equals(Topics.DEAD_LETTERS.name()))
        .toList();
  }

  private static ConsumerRecords<byte[], byte[]> poll(List<ProducerRecord<byte[], byte[]>> faces) {
    List<ConsumerRecord<byte[], byte[]>> consumed = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> face : faces) {
      consumed.add(
          new ConsumerRecord<>(
              face.topic(),
              0,
              consumed.size(),
              face.timestamp(),
              TimestampType.CREATE_TIME,
              0,
              0,
              face.key(),
              face.value(),
              face.headers(),
              Optional.empty()));
    }
    return new ConsumerRecords<>(
        Map.of(partition(0), consumed),
        Map.of(partition(0), new OffsetAndMetadata(consumed.size(), Optional.empty(), "")));
  }

  private static TopicPartition partition(int number) {
    return new TopicPartition(Topics.FACES.name(), number);
  }

  private ServingModels serving(EmotionModel served) {
    return new ServingModels(
        new ReadyModel(null, served, Probation.NONE), new ModelMetrics(registry, "cpu"));
  }
}

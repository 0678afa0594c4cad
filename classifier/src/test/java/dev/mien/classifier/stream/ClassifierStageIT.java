// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.FaceSamples;
import dev.mien.classifier.Smoother;
import dev.mien.classifier.TestCluster;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.classifier.serving.ServingConfig;
import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Emotion;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Delivery;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.StageFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ClassifierStageIT {

  /** Less than the two minutes for which a change of the models is waited for. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final List<String> CAMERAS = List.of("door", "hall", "yard", "roof");

  @TempDir private Path directory;

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private TestCluster kafka;

  @BeforeEach
  void open() {
    kafka = new TestCluster(directory);
  }

  @AfterEach
  void close() {
    kafka.close();
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void everyGoodFaceBecomesAnEventInBothTopicsAndEveryBadOneADeadLetter(Delivery delivery)
      throws Exception {
    List<ProducerRecord<byte[], byte[]>> faces = faces(0, 25);
    for (int i = 0; i < 100; i++) {
      faces.add(i, FaceRecords.bad(i, now()));
    }
    kafka.write(faces);

    try (ClassifierStage stage = started(delivery, "a")) {
      awaitClassified();
      assertThat(stage.health().state()).isEqualTo(State.READY);
    }

    assertExactlyOnce(25);
    Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    for (ConsumerRecord<byte[], byte[]> letter : kafka.read(Topics.DEAD_LETTERS.name())) {
      faults.merge(Wire.read(letter.headers(), DeadLetter.class).fault(), 1L, Long::sum);
    }
    assertThat(faults)
        .isEqualTo(
            Map.of(
                Fault.EMPTY_VALUE, 17L,
                Fault.TRUNCATED_IMAGE, 17L,
                Fault.NOT_AN_IMAGE, 17L,
                Fault.MISSING_HEADER, 17L,
                Fault.BROKEN_HEADER, 16L,
                Fault.MISSING_KEY, 16L));
    assertThat(registry.get("mien.classifier.faces").counter().count()).isEqualTo(200);
  }

  @Test
  void eventsCarryTheTimeOfCaptureAndTheSmoothedScoresOfTheTrack() throws Exception {
    kafka.write(faces(0, 10));

    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    List<ConsumerRecord<byte[], byte[]>> events = kafka.read(Topics.EMOTIONS.name());
    assertThat(events).hasSize(10 * CAMERAS.size());
    for (ConsumerRecord<byte[], byte[]> event : events) {
      Emotion emotion = Wire.read(event.value(), Emotion.class);
      assertThat(event.timestamp()).isEqualTo(emotion.face().frame().capturedMicros() / 1_000);
      assertThat(emotion.smoothedOver()).isEqualTo((int) emotion.face().frame().number() + 1);
    }
  }

  @Test
  void brokerThatRestartsInMidStreamLosesAndDoublesNothing() throws Exception {
    kafka.write(faces(0, 100));
    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 40);

      kafka.restart();

      kafka.write(faces(100, 150));
      awaitClassified();
      assertThat(stage.health().state()).isEqualTo(State.READY);
    }

    assertExactlyOnce(150);
  }

  @Test
  void classifiersThatComeAndGoUnderLoadShareTheCamerasExactlyOnce() throws Exception {
    kafka.write(faces(0, 60));
    ClassifierStage first = started(Delivery.EXACTLY_ONCE, "a");
    kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 20);
    try (ClassifierStage second = started(Delivery.EXACTLY_ONCE, "b")) {
      kafka.write(faces(60, 160));
      await().until(() -> second.health().ready());
      kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 320);
      first.close();

      kafka.write(faces(160, 200));
      awaitClassified();
    } finally {
      first.close();
    }

    assertExactlyOnce(200);
  }

  @Test
  void restartedClassifierGoesOnWhereItStopped() throws Exception {
    kafka.write(faces(0, 20));
    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name(), 8);
      assertThat(stage.health().ready()).isTrue();
    }
    kafka.write(faces(20, 40));

    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    assertExactlyOnce(40);
    assertThat(registry.get("mien.classifier.aborts").counter().count()).isZero();
  }

  @Test
  void facesThatWereDeletedUnreadAreCountedOnceAndTheNextOnesClassified() throws Exception {
    kafka.write(faces(0, 10));
    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }
    assertThat(skipped()).isZero();
    kafka.write(faces(10, 20));
    kafka.empty(Topics.FACES.name());

    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }
    kafka.write(faces(20, 30));
    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      awaitClassified();
      assertThat(stage.health().ready()).isTrue();
    }

    assertThat(skipped()).isEqualTo(10.0 * CAMERAS.size());
    List<Long> numbers =
        emotions(Topics.EMOTIONS.name()).stream()
            .map(emotion -> emotion.face().frame().number())
            .distinct()
            .sorted()
            .toList();
    assertThat(numbers)
        .isEqualTo(
            LongStream.concat(LongStream.range(0, 10), LongStream.range(20, 30)).boxed().toList());
  }

  @Test
  void missingTopicIsNamedWithTheRemedy() throws Exception {
    kafka.delete("mien.emotions.disgust");

    try (ClassifierStage stage = stage(Delivery.EXACTLY_ONCE, "a")) {
      assertThatThrownBy(stage::start)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("mien.emotions.disgust")
          .hasMessageContaining("mien topics create");
    }
  }

  @Test
  void stageThatWaitsForAChangeOfTheModelsCanBeClosed() throws Exception {
    try (KafkaProducer<byte[], byte[]> promoting = kafka.transactionalProducer("promoting")) {
      promoting.initTransactions();
      promoting.beginTransaction();
      assertThat(
              promoting.send(new ProducerRecord<>(Topics.MODELS.name(), new byte[1], new byte[1])))
          .succeedsWithin(PATIENCE);
      ClassifierStage stage = stage(Delivery.EXACTLY_ONCE, "a");
      CompletableFuture<Void> starting = CompletableFuture.runAsync(stage::start);
      await().atMost(PATIENCE).until(() -> stage.health().detail().equals("reads mien.models"));

      assertThat(CompletableFuture.runAsync(stage::close)).succeedsWithin(PATIENCE);

      assertThat(starting).succeedsWithin(PATIENCE);
      assertThat(stage.health().state()).isEqualTo(State.ENDED);
    }
  }

  @Test
  void stageIsNotReadyWhileNoBrokerIsThere() {
    try (ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a")) {
      await().atMost(PATIENCE).until(() -> stage.health().ready());

      kafka.stop();

      await()
          .atMost(PATIENCE)
          .until(() -> stage.health().detail().startsWith("waits for Kafka: no connection"));
      assertThat(stage.health().state()).isEqualTo(State.STARTING);
      kafka.start();
      await().atMost(PATIENCE).until(() -> stage.health().ready());
    }
  }

  @Test
  void closedStageHasEnded() throws Exception {
    ClassifierStage stage = started(Delivery.EXACTLY_ONCE, "a");

    stage.close();

    stage.awaitEnd();
    assertThat(stage.health().state()).isEqualTo(State.ENDED);
  }

  private ClassifierStage started(Delivery delivery, String instance) {
    ClassifierStage stage = stage(delivery, instance);
    stage.start();
    return stage;
  }

  private ClassifierStage stage(Delivery delivery, String instance) {
    ClassifierConfig config =
        new ClassifierConfig(
            new ServingConfig(null, new DeviceChoice.Cpu(), 1, 16, ModelPolicy.DEFAULT),
            Smoother.DEFAULT_HALF_LIFE,
            delivery,
            instance,
            ClassifierConfig.DEFAULT_GROUP);
    return new ClassifierStage(config, kafka.cluster(), registry);
  }

  private void awaitClassified() {
    kafka.awaitRead(ClassifierConfig.DEFAULT_GROUP, Topics.FACES.name());
  }

  /** Checks that the frames 0 to {@code frames} - 1 of every camera have one event, in order. */
  private void assertExactlyOnce(int frames) throws BadRecord {
    List<Emotion> all = emotions(Topics.EMOTIONS.name());
    Map<String, List<Long>> numbers =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    emotion -> emotion.face().frame().camera(),
                    Collectors.mapping(
                        emotion -> emotion.face().frame().number(), Collectors.toList())));
    List<Long> expected = LongStream.range(0, frames).boxed().toList();
    assertThat(numbers).containsOnlyKeys(CAMERAS);
    assertThat(numbers.values()).allMatch(expected::equals);
    for (String emotion : Topics.DEFAULT_CLASSES) {
      assertThat(emotions(Topics.emotions(emotion).name()))
          .as(emotion)
          .containsExactlyInAnyOrderElementsOf(
              all.stream().filter(event -> event.emotion().equals(emotion)).toList());
    }
  }

  private List<Emotion> emotions(String topic) throws BadRecord {
    List<Emotion> emotions = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> event : kafka.read(topic)) {
      emotions.add(Wire.read(event.value(), Emotion.class));
    }
    return emotions;
  }

  private double skipped() {
    return registry.get(ClassifierMetrics.SKIPPED).counter().count();
  }

  private static List<ProducerRecord<byte[], byte[]>> faces(int from, int to) {
    List<ProducerRecord<byte[], byte[]>> faces = new ArrayList<>();
    for (int number = from; number < to; number++) {
      for (String camera : CAMERAS) {
        byte[] png = FaceSamples.png(FaceSamples.NAMES.get(number % FaceSamples.NAMES.size()));
        faces.add(FaceRecords.good(FaceSamples.face(camera, 1, number, now()), png));
      }
    }
    return faces;
  }

  private static long now() {
    return TimeUnit.MILLISECONDS.toMicros(Instant.now().toEpochMilli());
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.FaceSamples;
import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.serving.ModelMetrics;
import dev.mien.classifier.serving.ReadyModel;
import dev.mien.classifier.serving.ReadyModel.Probation;
import dev.mien.classifier.serving.ServingModels;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import dev.mien.runtime.Health;
import dev.mien.runtime.Health.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a broker does at a bad moment, which a real one cannot be made to do. */
final class ClassifierLoopTest {

  private static final TopicPartition PARTITION = new TopicPartition(Topics.FACES.name(), 0);

  /** How many brokers it is connected to. */
  private double connections = 1;

  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>("none") {
        @Override
        public synchronized Map<MetricName, ? extends Metric> metrics() {
          MetricName name = new MetricName("connection-count", "consumer-metrics", "", Map.of());
          return Map.of(
              name,
              new KafkaMetric(
                  new Object(),
                  name,
                  (Gauge<Double>) (config, now) -> connections,
                  new MetricConfig(),
                  Time.SYSTEM));
        }
      };
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Health> seen = new ArrayList<>();
  private final Broker broker = new Broker();
  private EmotionModel model;
  private ClassifierLoop loop;

  @BeforeEach
  void open() {
    model = EmotionModel.open(null, new DeviceChoice.Cpu(), 1);
    ClassifierMetrics metrics = new ClassifierMetrics(registry);
    loop =
        new ClassifierLoop(
            new BatchClassifier(
                new ServingModels(
                    new ReadyModel(null, model, Probation.NONE), new ModelMetrics(registry, "cpu")),
                new ShadowSample(0),
                Duration.ofMillis(500),
                metrics),
            consumer,
            broker,
            metrics);
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void batchThatWasCommittedAlthoughTheAnswerWasLostIsNotDoneAgain() {
    faces(0, 2);
    broker.answers.add(Answer.COMMITTED_BUT_LOST);
    faces(2, 3);
    closeSoon();

    loop.run();

    assertThat(broker.written).containsExactly(0L, 1L, 2L);
    assertThat(broker.smoothedOver).containsExactly(1, 2, 3);
    assertThat(registry.get(ClassifierMetrics.FACES).counter().count()).isEqualTo(3);
    assertThat(registry.get(ClassifierMetrics.ABORTS).counter().count()).isZero();
  }

  @Test
  void batchThatWasNotCommittedIsDoneAgainWithTheSameScores() {
    faces(0, 2);
    broker.answers.add(Answer.LOST);
    faces(0, 2); // the mock gives a record once only
    closeSoon();

    loop.run();

    assertThat(broker.written).containsExactly(0L, 1L, 0L, 1L);
    assertThat(broker.smoothedOver).containsExactly(1, 2, 1, 2);
    assertThat(registry.get(ClassifierMetrics.FACES).counter().count()).isEqualTo(2);
    assertThat(registry.get(ClassifierMetrics.ABORTS).counter().count()).isEqualTo(1);
  }

  @Test
  void failedPollIsRepeated() {
    consumer.schedulePollTask(() -> consumer.setPollException(new TimeoutException("no answer")));
    consumer.schedulePollTask(() -> seen.add(loop.health()));
    faces(0, 1);
    consumer.schedulePollTask(() -> seen.add(loop.health()));
    closeSoon();

    loop.run();

    assertThat(broker.written).containsExactly(0L);
    assertThat(seen).extracting(Health::state).containsExactly(State.STARTING, State.READY);
    assertThat(seen.get(0).detail()).contains("no answer");
    assertThat(registry.get(ClassifierMetrics.ABORTS).counter().count()).isZero();
  }

  @Test
  void loopThatHasNoBrokerIsNotReady() {
    consumer.schedulePollTask(() -> connections = 0);
    consumer.schedulePollTask(() -> seen.add(loop.health()));
    consumer.schedulePollTask(() -> connections = 1);
    consumer.schedulePollTask(() -> seen.add(loop.health()));
    closeSoon();

    loop.run();

    assertThat(seen).extracting(Health::state).containsExactly(State.STARTING, State.READY);
    assertThat(seen.get(0).detail()).isEqualTo("waits for Kafka: no connection to a broker");
  }

  @Test
  void loopSaysWhatItWaitsForBeforeItHasPartitions() throws Exception {
    assertThat(loop.health().detail()).isEqualTo("waits for its partitions");
    broker.refusal = new TimeoutException("no coordinator");
    Thread running = new Thread(loop::run);

    running.start();

    await().until(() -> loop.health().detail().contains("no coordinator"));
    loop.close();
    running.join();
  }

  @Test
  void partitionThatLostItsEndIsReadFromItsOldestFace() {
    consumer.schedulePollTask(
        () -> consumer.setPollException(new OffsetOutOfRangeException(Map.of(PARTITION, 9L))));
    faces(0, 1);
    closeSoon();

    loop.run();

    assertThat(broker.written).containsExactly(0L);
    assertThat(registry.get(ClassifierMetrics.SKIPPED).counter().count()).isZero();
  }

  @Test
  void partitionThatLostItsEndIsReadFromWhereTheBrokersAgree() {
    Map<TopicPartition, OffsetAndMetadata> agreed = Map.of(PARTITION, new OffsetAndMetadata(2));
    consumer.schedulePollTask(
        () ->
            consumer.setPollException(
                new LogTruncationException("", Map.of(PARTITION, 9L), agreed)));
    faces(0, 3);
    closeSoon();

    loop.run();

    assertThat(broker.written).containsExactly(2L);
    assertThat(registry.get(ClassifierMetrics.SKIPPED).counter().count()).isZero();
  }

  @Test
  void settingsThatDoNotFitEndTheLoop() {
    broker.refusal = new KafkaException("no producer", new ConfigException("delivery.timeout.ms"));

    assertThatThrownBy(loop::run).isSameAs(broker.refusal);

    assertThat(consumer.closed()).isTrue();
  }

  private void closeSoon() {
    for (int i = 0; i < 3; i++) {
      consumer.schedulePollTask(() -> {});
    }
    consumer.schedulePollTask(loop::close);
  }

  private void faces(int from, int to) {
    consumer.schedulePollTask(
        () -> {
          for (int number = from; number < to; number++) {
            consumer.addRecord(face(number));
          }
        });
  }

  private static ConsumerRecord<byte[], byte[]> face(int number) {
    ProducerRecord<byte[], byte[]> face =
        FaceRecords.good(
            FaceSamples.face("door", 1, number, 1_700_000_000_000_000L), FaceSamples.png("calm"));
    return new ConsumerRecord<>(
        face.topic(),
        0,
        number,
        face.timestamp(),
        TimestampType.CREATE_TIME,
        0,
        0,
        face.key(),
        face.value(),
        face.headers(),
        Optional.empty());
  }

  private enum Answer {
    COMMITTED_BUT_LOST,
    LOST
  }

  /** Commits, or not, and answers, or not. */
  private static final class Broker implements Outbox {

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Long> written = new ArrayList<>();
    private final List<Integer> smoothedOver = new ArrayList<>();
    private @Nullable KafkaException refusal;

    @Override
    public void reopen() {
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public void write(ClassifiedBatch batch, Consumer<byte[], byte[]> consumer) {
      for (Emotion emotion : batch.emotions()) {
        written.add(emotion.face().frame().number());
        smoothedOver.add(emotion.smoothedOver());
      }
      Answer answer = answers.poll();
      if (answer != Answer.LOST) {
        consumer.commitSync(batch.offsets());
      }
      if (answer != null) {
        throw new TimeoutException("no answer");
      }
    }

    @Override
    public void close() {}
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mien.classifier.FaceSamples;
import dev.mien.classifier.TestCluster;
import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Fault;
import dev.mien.events.Scores;
import dev.mien.events.Topic;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.Health.State;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RatesStageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String WINDOWS = "mien-emotion-rates-windows-changelog";

  @TempDir private Path directory;

  private TestCluster kafka;

  @BeforeEach
  void open() {
    kafka = new TestCluster(directory);
  }

  @AfterEach
  void close() {
    kafka.close();
  }

  @Test
  void largestRecordThatATopicTakesBecomesADeadLetterAndTheNextOneCounts() throws Exception {
    byte[] junk = new byte[1_048_450];
    kafka.write(List.of(record(junk), record(emotion())));

    try (RatesStage stage = stage()) {
      stage.start();
      await().atMost(PATIENCE).until(() -> !kafka.read(Topics.EMOTION_RATES.name()).isEmpty());
      assertThat(stage.health().state()).isEqualTo(State.READY);
    }

    ConsumerRecord<byte[], byte[]> letter = kafka.read(Topics.DEAD_LETTERS.name()).get(0);
    assertThat(letter.value()).isEqualTo(junk);
    assertThat(Wire.read(letter.headers(), DeadLetter.class).fault()).isEqualTo(Fault.BROKEN_JSON);
    ConsumerRecord<byte[], byte[]> rate = kafka.read(Topics.EMOTION_RATES.name()).get(0);
    assertThat(Wire.read(rate.value(), EmotionRate.class).count()).isEqualTo(1);
  }

  @Test
  void countsEachEventOnceWhenTheBrokerWasAway() throws Exception {
    kafka.write(List.of(record(emotion())));
    try (RatesStage stage = stage()) {
      stage.start();
      await().atMost(PATIENCE).until(() -> counted() == 1);

      kafka.restart();
      kafka.write(List.of(record(emotion()), record(emotion())));

      await().atMost(PATIENCE).until(() -> counted() == 3);
      await().atMost(PATIENCE).until(() -> stage.health().ready());
    }
    assertThat(counted()).isEqualTo(3);
  }

  /** Returns how many events the newest rates of all windows count. */
  private long counted() throws BadRecord {
    Map<Long, Long> windows = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : kafka.read(Topics.EMOTION_RATES.name())) {
      EmotionRate rate = Wire.read(record.value(), EmotionRate.class);
      windows.put(rate.windowStartMicros(), rate.count());
    }
    return windows.values().stream().mapToLong(count -> count).sum();
  }

  @Test
  void topicWhoseWindowsAreKeptGetsMorePartitionsOnceTheyAreDropped() {
    List<Topic> more = List.of(Topics.EMOTIONS.withPartitions(8));
    kafka.write(List.of(record(emotion())));
    try (TopicAdmin admin = new TopicAdmin(kafka.cluster())) {
      try (RatesStage stage = stage()) {
        stage.start();
        await().atMost(PATIENCE).until(() -> counted() == 1);
        assertThatThrownBy(() -> admin.dropState(more))
            .isInstanceOf(StageFailure.class)
            .hasMessageContaining("mien-emotion-rates runs");
      }
      assertThatThrownBy(() -> admin.mend(more))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(WINDOWS)
          .hasMessageContaining("--partitions 8 --drop-state");
      assertThat(admin.mend(List.of(Topics.FACES.withPartitions(8)))).hasSize(1);
      assertThat(admin.check(List.of(Topics.EMOTIONS, Topics.FACES.withPartitions(8)))).isEmpty();
      await()
          .atMost(PATIENCE)
          .ignoreException(StageFailure.class) // Kafka holds the stage for alive for a while
          .until(() -> admin.dropState(more), List.of(WINDOWS)::equals);
      assertThat(admin.mend(more)).hasSize(1);
    }

    kafka.write(List.of(record(emotion())));
    try (RatesStage stage = stage()) {
      stage.start();
      await().atMost(PATIENCE).until(() -> kafka.read(Topics.EMOTION_RATES.name()).size() == 2);
      assertThat(stage.health().state()).isEqualTo(State.READY);
    }
  }

  /** Windows are stored by the clock of the stage, which may be ahead of the broker's. */
  @Test
  void windowsAreKeptAtTheTimeOfTheBroker() throws Exception {
    ConfigResource changelog = new ConfigResource(ConfigResource.Type.TOPIC, WINDOWS);
    try (RatesStage stage = stage();
        Admin admin = kafka.cluster().admin(PATIENCE)) {
      stage.start();
      await().atMost(PATIENCE).until(() -> stage.health().ready());

      assertThat(admin.describeConfigs(List.of(changelog)).all().get().get(changelog))
          .extracting(config -> config.get("message.timestamp.type").value())
          .isEqualTo("LogAppendTime");
    }
  }

  @Test
  void windowsAreKeptAlsoWhereNoEventCameSoFar() {
    try (RatesStage stage = stage()) {
      stage.start();
      await().atMost(PATIENCE).until(() -> stage.health().ready());
    }

    try (TopicAdmin admin = new TopicAdmin(kafka.cluster())) {
      assertThatThrownBy(() -> admin.mend(List.of(Topics.EMOTIONS.withPartitions(8))))
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining(WINDOWS);
    }
  }

  @Test
  void stageThatCannotStartHasFailed() throws Exception {
    kafka.delete(Topics.EMOTION_RATES.name());

    try (RatesStage stage = stage()) {
      assertThatThrownBy(stage::start).hasMessageContaining("mien.emotion-rates");
      assertThat(stage.health().state()).isEqualTo(State.FAILED);
      assertThatThrownBy(stage::awaitEnd)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("mien.emotion-rates");
    }
  }

  @Test
  void stageThatWasClosedDoesNotStart() throws Exception {
    RatesStage stage = stage();
    stage.close();

    stage.start();

    stage.awaitEnd();
    assertThat(stage.health().state()).isEqualTo(State.ENDED);
  }

  private RatesStage stage() {
    return new RatesStage(RatesConfig.defaults(), kafka.cluster(), new SimpleMeterRegistry());
  }

  private static ProducerRecord<byte[], byte[]> record(byte[] value) {
    return new ProducerRecord<>(Topics.EMOTIONS.name(), "door".getBytes(UTF_8), value);
  }

  private static byte[] emotion() {
    Scores scores = Scores.of(List.of("fear", "rest"), new float[] {0.75f, 0.25f});
    return Wire.write(
        new Emotion(FaceSamples.face("door", 1, 0, 0), "test", "fear", scores, scores, 1));
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.rates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mien.classifier.FaceSamples;
import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Emotion;
import dev.mien.events.EmotionRate;
import dev.mien.events.Fault;
import dev.mien.events.Scores;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.StageFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RatesTopologyTest {

  /** Beginning of a window of 10 seconds. */
  private static final long START = 1_700_000_000_000L;

  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** How far a camera's clock is ahead of ours. */
  private static final long AHEAD = Duration.ofMinutes(40).toMillis();

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private Topology topology;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> emotions;
  private TestOutputTopic<String, byte[]> rates;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void open() {
    open(WINDOW, Instant.now());
  }

  private void open(Duration window, Instant now) {
    topology = RatesTopology.of(window, new RatesMetrics(registry));
    driver = new TopologyTestDriver(topology, new Properties(), now);
    emotions =
        driver.createInputTopic(
            Topics.EMOTIONS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    rates =
        driver.createOutputTopic(
            Topics.EMOTION_RATES.name(), new StringDeserializer(), new ByteArrayDeserializer());
    deadLetters =
        driver.createOutputTopic(
            Topics.DEAD_LETTERS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void classesAreCountedWithTheirMeanProbability() {
    pipe("door", START + 100, "fear", 0.6f);
    pipe("door", START + 200, "fear", 0.8f);
    pipe("door", START + 9_999, "neutral", 0.9f);

    assertThat(lastRates())
        .containsExactly(
            "door/fear from 0 s: 2, mean 0.700", "door/neutral from 0 s: 1, mean 0.900");
  }

  @Test
  void windowsFollowTheTimeOfCapture() {
    pipe("door", START + 9_999, "fear", 0.6f);
    pipe("door", START + 10_000, "fear", 0.6f);

    assertThat(lastRates())
        .containsExactly("door/fear from 0 s: 1, mean 0.600", "door/fear from 10 s: 1, mean 0.600");
  }

  @Test
  void camerasAreApart() {
    pipe("door", START, "fear", 0.6f);
    pipe("hall", START, "fear", 0.9f);

    assertThat(lastRates())
        .containsExactly("door/fear from 0 s: 1, mean 0.600", "hall/fear from 0 s: 1, mean 0.900");
  }

  @Test
  void lateEventsCountUntilTheGraceIsOver() {
    pipe("door", START + 1_000, "fear", 0.6f);
    pipe("door", START + 10_000 + RatesTopology.GRACE.toMillis() - 1, "neutral", 0.9f);
    pipe("door", START + 2_000, "fear", 0.6f);
    pipe("door", START + 10_000 + RatesTopology.GRACE.toMillis(), "neutral", 0.9f);
    pipe("door", START + 3_000, "fear", 0.6f);

    assertThat(lastRates()).contains("door/fear from 0 s: 2, mean 0.600");
    assertThat(late()).isEqualTo(1);
  }

  @Test
  void clockOfOneCameraDoesNotMakeTheOthersLate() {
    pipe("door", START + 3_600_000, "fear", 0.6f);
    pipe("hall", START, "fear", 0.9f);

    assertThat(lastRates())
        .containsExactlyInAnyOrder(
            "door/fear from 3600 s: 1, mean 0.600", "hall/fear from 0 s: 1, mean 0.900");
    assertThat(late()).isZero();
  }

  @Test
  void cameraCountsOnWhenItsClockIsSetBack() {
    reopenAtStart();
    pipe("door", START + AHEAD, "fear", 0.9f);
    pipe("door", START, "fear", 0.6f);

    assertThat(lastRates())
        .containsExactly(
            "door/fear from 0 s: 1, mean 0.600", "door/fear from 2400 s: 1, mean 0.900");
    pipe("door", START + 1_000, "fear", 0.6f);
    assertThat(lastRates()).containsExactly("door/fear from 0 s: 2, mean 0.600");
    assertThat(late()).isZero();
  }

  @Test
  void onlyWindowsThatChangedAreSentAgain() {
    pipe("door", START, "fear", 0.6f);
    pipe("hall", START, "fear", 0.9f);
    lastRates();
    pipe("door", START + 10_000, "fear", 0.6f);

    assertThat(lastRates()).containsExactly("door/fear from 10 s: 1, mean 0.600");
    assertThat(lastRates()).isEmpty();
    assertThat(registry.get(RatesMetrics.COUNTED).counter().count()).isEqualTo(3);
    assertThat(registry.get(RatesMetrics.SENT).counter().count()).isEqualTo(3);
  }

  @Test
  void whatWasNotSentIsSentByTheNextProcess() {
    pipe("door", START, "fear", 0.6f);
    KeyValueStore<String, CameraWindows> left = driver.getKeyValueStore(RatesTopology.WINDOWS);
    CameraWindows windows = left.get("door");
    driver.close();
    open();

    driver.<String, CameraWindows>getKeyValueStore(RatesTopology.WINDOWS).put("door", windows);

    assertThat(lastRates()).containsExactly("door/fear from 0 s: 1, mean 0.600");
  }

  @Test
  void whatWasCountedInWindowsOfAnotherLengthIsSentAsItWas() {
    pipe("door", START + 100, "fear", 0.6f);
    pipe("door", START + 200, "fear", 0.6f);
    pipe("hall", START + 300, "fear", 0.6f);
    KeyValueStore<String, CameraWindows> left = driver.getKeyValueStore(RatesTopology.WINDOWS);
    Map<String, CameraWindows> windows = Map.of("door", left.get("door"), "hall", left.get("hall"));
    driver.close();
    open(Duration.ofSeconds(2), Instant.now());

    windows.forEach(driver.<String, CameraWindows>getKeyValueStore(RatesTopology.WINDOWS)::put);
    pipe("door", START + 400, "fear", 0.6f);
    driver.advanceWallClockTime(RatesTopology.UPDATE);

    assertThat(rates.readValuesToList())
        .extracting(RatesTopologyTest::read)
        .extracting(
            EmotionRate::camera,
            rate -> rate.windowEndMicros() - rate.windowStartMicros(),
            EmotionRate::count)
        .containsExactlyInAnyOrder(
            tuple("door", 10_000_000L, 2L),
            tuple("hall", 10_000_000L, 1L),
            tuple("door", 2_000_000L, 1L));
  }

  @Test
  void windowsOfAnotherVersionEndWithARemedy() {
    assertThatThrownBy(
            () -> RatesTopology.read("", "{\"latestMillis\":1,\"byStart\":{}}".getBytes(UTF_8)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("size")
        .hasMessageEndingWith("count anew with another --application");
  }

  @Test
  void windowsThatAreOverAreForgotten() {
    for (int second = 0; second < 3_600; second += 10) {
      pipe("door", START + second * 1_000L, "fear", 0.6f);
      lastRates();
    }

    KeyValueStore<String, CameraWindows> kept = driver.getKeyValueStore(RatesTopology.WINDOWS);
    assertThat(kept.get("door").byStart()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void windowsOfAClockThatIsAheadAreForgottenAsWell() {
    reopenAtStart();
    for (int second = 0; second < 600; second += 10) {
      pipe("door", START + AHEAD + second * 1_000L, "fear", 0.6f);
      lastRates();
    }

    KeyValueStore<String, CameraWindows> kept = driver.getKeyValueStore(RatesTopology.WINDOWS);
    assertThat(kept.get("door").byStart()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void headersOfAnEventGoNoFurther() {
    emotions.pipeInput(
        new TestRecord<>(
            key("door"),
            emotion("door", "fear", 0.6f),
            new RecordHeaders().add("junk", new byte[100]),
            START));
    driver.advanceWallClockTime(RatesTopology.UPDATE);

    assertThat(rates.readRecord().headers()).isEmpty();
  }

  @Test
  void ratesHaveATimeInTheirWindow() {
    pipe("door", START + 100, "fear", 0.6f);
    pipe("door", START + 12_000, "fear", 0.6f);
    driver.advanceWallClockTime(RatesTopology.UPDATE);

    assertThat(rates.readRecordsToList())
        .extracting(TestRecord::timestamp)
        .containsExactly(START + 9_999, START + 12_000);
  }

  @Test
  void ratesHaveATimeInTheirWindowWhenTheClockIsSetBack() {
    reopenAtStart();
    pipe("door", START + AHEAD + 100, "fear", 0.6f);
    pipe("door", START + 100, "fear", 0.6f);
    driver.advanceWallClockTime(RatesTopology.UPDATE);

    assertThat(rates.readRecordsToList())
        .extracting(TestRecord::timestamp)
        .containsExactly(START + 100, START + AHEAD);
  }

  @Test
  void brokenRecordsBecomeDeadLettersAndTheNextOnesCount() throws BadRecord {
    byte[] json = "{\"camera\":7}".getBytes(UTF_8);
    emotions.pipeInput(key("door"), json);
    emotions.pipeInput(key("door"), (byte[]) null);
    emotions.pipeInput(null, emotion("door", "fear", 0.6f));
    emotions.pipeInput(key("hall"), emotion("door", "fear", 0.6f));
    pipe("door", START, "fear", 0.6f);

    assertThat(lastRates()).containsExactly("door/fear from 0 s: 1, mean 0.600");
    List<TestRecord<byte[], byte[]>> letters = deadLetters.readRecordsToList();
    assertThat(letters.get(0).key()).isEqualTo(key("door"));
    assertThat(letters.get(0).value()).isEqualTo(json);
    List<DeadLetter> reasons = new ArrayList<>();
    for (TestRecord<byte[], byte[]> letter : letters) {
      reasons.add(Wire.read(letter.headers(), DeadLetter.class));
    }
    assertThat(reasons)
        .extracting(DeadLetter::fault)
        .containsExactly(
            Fault.BROKEN_JSON, Fault.EMPTY_VALUE, Fault.MISSING_KEY, Fault.BROKEN_JSON);
    assertThat(reasons.get(3).offset()).isEqualTo(3);
    assertThat(
            registry.get(RatesMetrics.DEAD_LETTERS).tag("fault", "broken-json").counter().count())
        .isEqualTo(2);
    assertThat(reasons).extracting(DeadLetter::stage).containsOnly("rates");
  }

  @Test
  void emotionWhoseTimeIsNoMillisecondsIsADeadLetter() throws BadRecord {
    pipe("door", TimeUnit.MILLISECONDS.toMicros(START), "fear", 0.6f);
    pipe("door", START, "fear", 0.6f);

    assertThat(lastRates()).containsExactly("door/fear from 0 s: 1, mean 0.600");
    TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
    assertThat(Wire.read(letter.headers(), DeadLetter.class).message())
        .contains("expected milliseconds since 1970");
    assertThat(letter.timestamp())
        .as("kept from now on")
        .isLessThan(TimeUnit.MILLISECONDS.toMicros(START));
  }

  @Test
  void nothingIsRepartitioned() {
    assertThat(topology.describe().toString()).doesNotContain("repartition");
  }

  private void reopenAtStart() {
    driver.close();
    open(WINDOW, Instant.ofEpochMilli(START));
  }

  private void pipe(String camera, long capturedMillis, String emotion, float probability) {
    emotions.pipeInput(key(camera), emotion(camera, emotion, probability), capturedMillis);
  }

  private double late() {
    return registry.get(RatesMetrics.LATE).counter().count();
  }

  /** Returns the last record of each key and window, its time relative to {@link #START}. */
  private Collection<String> lastRates() {
    driver.advanceWallClockTime(RatesTopology.UPDATE);
    Map<String, String> last = new LinkedHashMap<>();
    rates
        .readKeyValuesToList()
        .forEach(
            pair -> {
              EmotionRate rate = read(pair.value);
              assertThat(pair.key).isEqualTo(rate.key());
              assertThat(rate.windowEndMicros() - rate.windowStartMicros()).isEqualTo(10_000_000);
              long seconds = (rate.windowStartMicros() - START * 1_000) / 1_000_000;
              last.put(
                  pair.key + seconds,
                  String.format(
                      Locale.ROOT,
                      "%s from %d s: %d, mean %.3f",
                      pair.key,
                      seconds,
                      rate.count(),
                      rate.meanProbability()));
            });
    return last.values();
  }

  private static EmotionRate read(byte[] json) {
    try {
      return Wire.read(json, EmotionRate.class);
    } catch (BadRecord e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] emotion(String camera, String emotion, float probability) {
    Scores scores = Scores.of(List.of(emotion, "rest"), new float[] {probability, 1 - probability});
    return Wire.write(
        new Emotion(FaceSamples.face(camera, 1, 0, 0), "test", emotion, scores, scores, 1));
  }

  private static byte @Nullable [] key(@Nullable String camera) {
    return camera == null ? null : camera.getBytes(UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.detector.ExtractionListener;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.ScriptedDetector;
import dev.mien.detector.TestFrames;
import dev.mien.detector.track.TrackerConfig;
import dev.mien.detector.track.TrackerState;
import dev.mien.events.BadRecord;
import dev.mien.events.DeadLetter;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.runtime.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectorTopologyTest {

  private final ScriptedDetector detector = new ScriptedDetector(1);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> frames;
  private TestOutputTopic<byte[], byte[]> faces;
  private TestOutputTopic<byte[], byte[]> deadLetters;

  @BeforeEach
  void open() {
    FaceExtractor extractor =
        new FaceExtractor(detector, TrackerConfig.defaults(), ExtractionListener.NONE);
    driver =
        new TopologyTestDriver(
            DetectorTopology.of(
                extractor,
                new DetectorMetrics(meters),
                Tracing.OFF,
                partition -> OptionalLong.empty()),
            new Properties());
    ByteArraySerializer out = new ByteArraySerializer();
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    frames = driver.createInputTopic(Topics.FRAMES.name(), out, out);
    faces = driver.createOutputTopic(Topics.FACES.name(), in, in);
    deadLetters = driver.createOutputTopic(Topics.DEAD_LETTERS.name(), in, in);
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void everyFaceIsARecordOfItsCameraAtTheTimeOfItsFrame() throws BadRecord {
    detector.see(2);

    frames.pipeInput(good("door", 0));

    List<TestRecord<byte[], byte[]>> records = faces.readRecordsToList();
    assertThat(records).hasSize(2);
    assertThat(tracks(records)).containsExactly(1L, 2L);
    for (TestRecord<byte[], byte[]> record : records) {
      assertThat(record.key()).isEqualTo(bytes("door"));
      assertThat(record.timestamp()).isEqualTo(good("door", 0).timestamp());
      assertThat(Wire.read(record.headers(), Face.class).frame())
          .isEqualTo(TestFrames.frame("door", 0));
      assertThat(record.value()).startsWith(0x89, 'P', 'N', 'G');
    }
  }

  @Test
  void aFrameWithoutFacesGivesNothing() {
    detector.see(0);

    frames.pipeInput(good("door", 0));

    assertThat(faces.isEmpty()).isTrue();
    assertThat(deadLetters.isEmpty()).isTrue();
    assertThat(meters.get(DetectorMetrics.FRAMES).counter().count()).isEqualTo(1);
  }

  @Test
  void camerasHaveTracksOfTheirOwn() throws BadRecord {
    frames.pipeInput(good("door", 0));
    frames.pipeInput(good("hall", 0));
    detector.see(0);
    for (int number = 1; number < 100; number++) {
      frames.pipeInput(good("door", number));
    }
    detector.see(1);
    frames.pipeInput(good("door", 100));
    frames.pipeInput(good("hall", 1));

    assertThat(tracks(faces.readRecordsToList())).containsExactly(1L, 1L, 2L, 1L);
  }

  @Test
  void tracksGoOnFromWhatIsStored() throws BadRecord {
    frames.pipeInput(good("door", 0));
    KeyValueStore<String, TrackerState> store = driver.getKeyValueStore(DetectorTopology.TRACKS);
    TrackerState stored = store.get("door");
    driver.close();
    open();
    KeyValueStore<String, TrackerState> restored = driver.getKeyValueStore(DetectorTopology.TRACKS);
    restored.put("hall", stored);

    frames.pipeInput(good("door", 1));
    detector.see(2);
    frames.pipeInput(good("hall", 1));

    assertThat(tracks(faces.readRecordsToList()))
        .as("a new track for the door; for the hall the stored one, and a second")
        .containsExactly(1L, 1L, 2L);
  }

  enum Bad {
    NO_KEY(Fault.MISSING_KEY),
    KEY_OF_ANOTHER_CAMERA(Fault.BROKEN_HEADER),
    NO_HEADER(Fault.MISSING_HEADER),
    BROKEN_HEADER(Fault.BROKEN_HEADER),
    NO_VALUE(Fault.EMPTY_VALUE),
    NO_BYTES(Fault.EMPTY_VALUE),
    NO_JPEG(Fault.NOT_AN_IMAGE),
    TORN_JPEG(Fault.TRUNCATED_IMAGE);

    private final Fault fault;

    Bad(Fault fault) {
      this.fault = fault;
    }

    TestRecord<byte[], byte[]> of(TestRecord<byte[], byte[]> good) {
      return switch (this) {
        case NO_KEY -> record(null, good.value(), good.headers());
        case KEY_OF_ANOTHER_CAMERA -> record(bytes("hall"), good.value(), good.headers());
        case NO_HEADER -> record(good.key(), good.value(), new RecordHeaders());
        case BROKEN_HEADER ->
            record(good.key(), good.value(), new RecordHeaders().add(Wire.HEADER, bytes("{}")));
        case NO_VALUE -> record(good.key(), null, good.headers());
        case NO_BYTES -> record(good.key(), new byte[0], good.headers());
        case NO_JPEG -> record(good.key(), bytes("no picture"), good.headers());
        case TORN_JPEG -> record(good.key(), Arrays.copyOf(good.value(), 999), good.headers());
      };
    }

    private static TestRecord<byte[], byte[]> record(
        byte @Nullable [] key, byte @Nullable [] value, Iterable<Header> headers) {
      RecordHeaders copy = new RecordHeaders();
      headers.forEach(copy::add);
      return new TestRecord<>(key, value, copy, Instant.ofEpochMilli(1_000));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBadRecordBetweenGoodOnesIsADeadLetter(Bad bad) throws BadRecord {
    TestRecord<byte[], byte[]> broken = bad.of(good("door", 1));

    frames.pipeInput(good("door", 0));
    frames.pipeInput(broken);
    frames.pipeInput(good("door", 2));

    List<TestRecord<byte[], byte[]>> letters = deadLetters.readRecordsToList();
    assertThat(letters).hasSize(1);
    TestRecord<byte[], byte[]> letter = letters.get(0);
    assertThat(letter.key()).isEqualTo(broken.key());
    assertThat(letter.value()).isEqualTo(broken.value());
    assertThat(Wire.read(letter.headers(), DeadLetter.class))
        .extracting(DeadLetter::topic, DeadLetter::offset, DeadLetter::stage, DeadLetter::fault)
        .containsExactly(Topics.FRAMES.name(), 1L, "detector", bad.fault);
    assertThat(tracks(faces.readRecordsToList())).containsExactly(1L, 1L);
    assertThat(
            meters
                .get(DetectorMetrics.DEAD_LETTERS)
                .tag("fault", bad.fault.wireName())
                .counter()
                .count())
        .isEqualTo(1);
  }

  @Test
  void whatWasInTheHeaderStaysReadable() {
    TestRecord<byte[], byte[]> broken = Bad.NO_JPEG.of(good("door", 1));

    frames.pipeInput(broken);

    assertThat(deadLetters.readRecord().headers().lastHeader(Wire.ORIGINAL_HEADER).value())
        .isEqualTo(Wire.write(TestFrames.frame("door", 1)));
  }

  @Test
  void aDeadLetterKeepsTheTraceOfItsFrame() {
    byte[] context = bytes("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    TestRecord<byte[], byte[]> broken = Bad.NO_JPEG.of(good("door", 1));
    broken.headers().add("traceparent", context);

    frames.pipeInput(broken);

    assertThat(deadLetters.readRecord().headers().lastHeader("traceparent").value())
        .isEqualTo(context);
  }

  @Test
  void aFrameOnWhichTheDetectorFailsIsADeadLetter() throws BadRecord {
    frames.pipeInput(good("door", 0));
    detector.see(-1);
    frames.pipeInput(good("door", 7));
    detector.see(1);
    frames.pipeInput(good("door", 8));

    DeadLetter letter = Wire.read(deadLetters.readRecord().headers(), DeadLetter.class);
    assertThat(letter.fault()).isEqualTo(Fault.STAGE_ERROR);
    assertThat(letter.message()).contains("frame 7 of camera 'door'", "the network failed");
    assertThat(tracks(faces.readRecordsToList())).containsExactly(1L, 1L);
  }

  @Test
  void wantOfMemoryEndsTheStageAndNamesTheFrame() {
    detector.fail(new OutOfMemoryError("Physical memory usage is too high"));

    assertThatThrownBy(() -> frames.pipeInput(good("door", 7)))
        .hasStackTraceContaining("frame 7 of camera 'door'")
        .hasStackTraceContaining("Physical memory usage is too high");
    assertThat(deadLetters.isEmpty()).isTrue();
  }

  private static TestRecord<byte[], byte[]> good(String camera, int number) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Wire.HEADER, Wire.write(TestFrames.frame(camera, number)));
    long captured = TestFrames.frame(camera, number).capturedMicros() / 1_000;
    return new TestRecord<>(
        bytes(camera), TestFrames.jpeg(number), headers, Instant.ofEpochMilli(captured));
  }

  private static List<Long> tracks(List<TestRecord<byte[], byte[]>> records) throws BadRecord {
    List<Long> tracks = new ArrayList<>();
    for (TestRecord<byte[], byte[]> record : records) {
      tracks.add(Wire.read(record.headers(), Face.class).track());
    }
    return tracks;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Box;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerStateSerdeTest {

  private static final TrackerState STATE =
      new TrackerState(
          8,
          1_234_567,
          List.of(new Track(7, new Box(1.1f, -2.2f, 100.3f, 120.4f), 0.1f, -1e-7f, 1_200_000)));

  private static final String JSON =
      "{\"version\":1,\"state\":{\"next\":8,\"positionMicros\":1234567,\"tracks\":[{\"number\":7,"
          + "\"box\":{\"left\":1.1,\"top\":-2.2,\"width\":100.3,\"height\":120.4},"
          + "\"velocityX\":0.1,\"velocityY\":-1.0E-7,\"seenMicros\":1200000}]}}";

  @Test
  void whatIsStoredComesBackToTheLastBit() {
    assertThat(stored(STATE)).isEqualTo(STATE);
  }

  @Test
  void theChangelogsOfRunningDetectorsStayReadable() {
    assertThat(read(JSON)).isEqualTo(STATE);
  }

  @Test
  void nothingIsNothing() {
    try (Serde<TrackerState> serde = TrackerStateSerde.serde()) {
      assertThat(serde.serializer().serialize("tracks", null)).isNull();
      assertThat(serde.deserializer().deserialize("tracks", null)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"state\":{\"cameras\":[]}", "\"tracks\":\"none\""})
  void anotherVersionIsRefusedWithTheRemedyWhateverItsShape(String rest) {
    assertThatThrownBy(() -> read("{\"version\":2," + rest + "}"))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("--application");
  }

  @Test
  void brokenTracksAreRefused() {
    assertThatThrownBy(() -> read("{\"version\":1}"))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("state");
  }

  static TrackerState stored(TrackerState state) {
    try (Serde<TrackerState> serde = TrackerStateSerde.serde()) {
      return serde
          .deserializer()
          .deserialize("tracks", serde.serializer().serialize("tracks", state));
    }
  }

  private static TrackerState read(String json) {
    try (Serde<TrackerState> serde = TrackerStateSerde.serde()) {
      return serde.deserializer().deserialize("tracks", json.getBytes(StandardCharsets.UTF_8));
    }
  }
}

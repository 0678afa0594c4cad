// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.events.GoldenBatch;
import dev.mien.events.ModelChange;
import dev.mien.events.ModelState;
import dev.mien.events.ModelVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChunkKeyTest {

  private final ModelVersion version = version("u.1\\E");

  @Test
  void numberIsReadFromTheKeyThatItIsIn() {
    assertThat(ChunkKey.number(version, ChunkKey.of(version, 17))).isEqualTo(17);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v/u.1\\E/", "v/u.1\\E/x", "v/u.1\\E/-1", "v/u.1\\E/1234567890"})
  void whatIsNoSliceHasNoNumber(String key) {
    assertThat(ChunkKey.number(version, key.getBytes(UTF_8))).isNegative();
  }

  @Test
  void slicesOfAnotherUploadHaveNoNumber() {
    assertThat(ChunkKey.number(version, ChunkKey.of(version("u-1\\E"), 17))).isNegative();
  }

  private static ModelVersion version(String upload) {
    return new ModelVersion(
        "v",
        ModelState.CANDIDATE,
        ModelChange.PUBLISHED,
        "",
        "",
        0,
        0,
        "0".repeat(64),
        1,
        upload,
        18,
        List.of("neutral", "fear"),
        "N x 3 x 8 x 8, RGB, (x - 0) / 255",
        "arcface",
        false,
        new GoldenBatch("mien-1", List.of(List.of(0f, 1f))),
        Map.of(),
        Map.of());
  }
}

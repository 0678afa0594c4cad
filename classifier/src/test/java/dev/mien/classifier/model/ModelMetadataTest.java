// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelMetadataTest {

  private static final Map<String, String> COMPLETE =
      Map.of(
          "version", "fer-7",
          "classes", "neutral, fear",
          "input", Preprocessing.EXAMPLE,
          "alignment", "arcface");

  @Test
  void everythingIsRead() {
    ModelMetadata metadata = ModelMetadata.of(COMPLETE, "unused");

    assertThat(metadata.version()).isEqualTo("fer-7");
    assertThat(metadata.classes()).containsExactly("neutral", "fear");
    assertThat(metadata.preprocessing().width()).isEqualTo(112);
    assertThat(metadata.alignment()).isEqualTo("arcface");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classes", "input"})
  void missingKeyIsNamed(String key) {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.remove(key);

    assertThatThrownBy(() -> ModelMetadata.of(properties, "sha"))
        .hasMessageContaining("lacks '" + key + "'")
        .hasMessageContaining("version");
  }

  @Test
  void versionAndAlignmentHaveDefaults() {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.keySet().removeAll(java.util.Set.of("version", "alignment"));

    ModelMetadata metadata = ModelMetadata.of(properties, "sha256-1234");

    assertThat(metadata.version()).isEqualTo("sha256-1234");
    assertThat(metadata.alignment()).isEqualTo("arcface");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "classes | neutral",
        "classes | neutral,neutral",
        "classes | neutral,not a topic",
        "classes | neutral,",
        "version | ../etc",
        "alignment | eyes-only",
        "input | 112"
      })
  void badValueIsNamed(String key, String value) {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.put(key, value);

    assertThatThrownBy(() -> ModelMetadata.of(properties, "sha"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key.equals("classes") ? "'classes' is [neutral" : value);
  }
}

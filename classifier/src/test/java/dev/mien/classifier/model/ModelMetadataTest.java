// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
          "alignment", "arcface",
          "temperature", "1.5",
          "alert.fear", "0.5: 0.25, 0.9: 0.75");

  @Test
  void everythingIsRead() {
    ModelMetadata metadata = ModelMetadata.of(COMPLETE, "unused");

    assertThat(metadata.version()).isEqualTo("fer-7");
    assertThat(metadata.classes()).containsExactly("neutral", "fear");
    assertThat(metadata.preprocessing().width()).isEqualTo(112);
    assertThat(metadata.alignment()).isEqualTo("arcface");
    assertThat(metadata.temperature()).isEqualTo(1.5);
    assertThat(metadata.alerts().of("fear", 0.9)).hasValue(0.75);
    assertThat(metadata.alerts().of("fear", 0.7)).as("not reached").isEmpty();
    assertThat(metadata.alerts().of("neutral", 0.5)).isEmpty();
  }

  @Test
  void alertThresholdsAreReadAsTheyAreWritten() {
    AlertThresholds alerts = ModelMetadata.of(COMPLETE, "sha").alerts();

    assertThat(alerts.properties())
        .containsExactly(Map.entry("alert.fear", "0.5: 0.25, 0.9: 0.75"));
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
  void theRestHasDefaults() {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.keySet().retainAll(Set.of("classes", "input"));

    ModelMetadata metadata = ModelMetadata.of(properties, "sha256-1234");

    assertThat(metadata.version()).isEqualTo("sha256-1234");
    assertThat(metadata.alignment()).isEqualTo("arcface");
    assertThat(metadata.temperature()).isEqualTo(1);
    assertThat(metadata.alerts()).isEqualTo(AlertThresholds.NONE);
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
        "temperature | 0.0",
        "temperature | warm",
        "alert.fear | 0.5",
        "alert.fear | 0.5: often",
        "input | 112"
      })
  void badValueIsNamed(String key, String value) {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.put(key, value);

    assertThatThrownBy(() -> ModelMetadata.of(properties, "sha"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key.equals("classes") ? "'classes' is [neutral" : value);
  }

  @Test
  void alertsBeyondCertaintyAreRefused() {
    Map<String, String> properties = new HashMap<>(COMPLETE);
    properties.put("alert.fear", "0.5: 1.25");

    assertThatThrownBy(() -> ModelMetadata.of(properties, "sha"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("alert.fear")
        .hasMessageContaining("1.25");
  }
}

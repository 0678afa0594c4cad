// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectorTest {

  private static final String ENDPOINT = "https://traces.example/otlp";

  @Test
  void spansGoToThePathOfTheProtocol() {
    assertThat(new Collector(ENDPOINT, Map.of()).url()).isEqualTo(ENDPOINT + "/v1/traces");
    assertThat(new Collector(ENDPOINT + "/", Map.of()).url()).isEqualTo(ENDPOINT + "/v1/traces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:4318", "collector", "ftp://host:4318", "http://", "http://a b"})
  void whatIsNoUrlIsNamed(String endpoint) {
    assertThatThrownBy(() -> new Collector(endpoint, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + endpoint + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "api key", "schlüssel", "key:"})
  void whatIsNoHeaderIsNamed(String name) {
    assertThatThrownBy(() -> new Collector(ENDPOINT, Map.of(name, "secret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret\n", "secret\u0000", "sécret"})
  void valuesAreCheckedAndKeptSecret(String value) {
    assertThatThrownBy(() -> new Collector(ENDPOINT, Map.of("key", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'key'")
        .hasMessageNotContaining("cret");
    assertThat(new Collector(ENDPOINT, Map.of("key", "secret")).toString())
        .doesNotContain("secret");
  }
}

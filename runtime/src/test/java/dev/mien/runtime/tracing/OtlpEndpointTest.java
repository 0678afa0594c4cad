// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OtlpEndpointTest {

  private static final String ENDPOINT = "https://traces.example/otlp";

  @Test
  void spansGoToThePathOfTheProtocol() {
    assertThat(new OtlpEndpoint(ENDPOINT, Map.of()).url()).isEqualTo(ENDPOINT + "/v1/traces");
    assertThat(new OtlpEndpoint(ENDPOINT + "/", Map.of()).url()).isEqualTo(ENDPOINT + "/v1/traces");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"127.0.0.1:4318", "collector", "ftp://host:4318", "http://", "http://a b"})
  void whatIsNoUrlIsNamed(String endpoint) {
    assertThatThrownBy(() -> new OtlpEndpoint(endpoint, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + endpoint + "'");
  }

  @Test
  void headersAreSplitAtTheFirstSign() {
    List<String> given = List.of("Authorization=Basic c2VjcmV0Og==", " ", "x-empty=", "a = b,c=d");

    assertThat(OtlpEndpoint.of(ENDPOINT, given).headers())
        .containsOnly(
            entry("authorization", "Basic c2VjcmV0Og=="),
            entry("x-empty", ""),
            entry("a", "b,c=d"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authorization: Basic secret",
        "authorization: Basic secret==",
        "=secret",
        "schlüssel=secret",
        "key=secret\u0000",
        "key=sécret",
        "Host=secret",
        "content-type=secret",
        "Content-Length=secret"
      })
  void whatCannotBeSentIsRefusedAndKeptSecret(String header) {
    assertThatThrownBy(() -> OtlpEndpoint.of(ENDPOINT, List.of(header)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected name=value")
        .hasMessageNotContaining("cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Key", "key"})
  void oneNameHasOneValue(String again) {
    List<String> given = List.of(again + "=secret", "key=secret");

    assertThatThrownBy(() -> OtlpEndpoint.of(ENDPOINT, given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("given twice")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:secret@collector:4318",
        "http://user:secret@otel_collector:4318",
        "http://user:se/cret@collector:4318",
        "http://user:se cret%@collector:4318"
      })
  void aPasswordInTheUrlIsRefusedAndKeptSecret(String endpoint) {
    assertThatThrownBy(() -> new OtlpEndpoint(endpoint, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give it as a header")
        .hasMessageNotContaining("cret");
  }

  @Test
  void headersAreNotPrinted() {
    assertThat(new OtlpEndpoint(ENDPOINT, Map.of("key", "secret")).toString())
        .doesNotContain("secret");
  }
}

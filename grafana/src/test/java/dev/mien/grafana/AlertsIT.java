// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AlertsIT {

  @BeforeAll
  static void isInstalled() {
    Prometheus.assumeInstalled("promtool");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "check config prometheus/prometheus.yml",
        "check rules prometheus/rules.yml prometheus/alerts.yml",
        "test rules prometheus/alerts_test.yml"
      })
  void promtoolIsContent(String check) throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder(("promtool " + check).split(" ")).redirectErrorStream(true).start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(said).isZero();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DemoIT {

  @Test
  void tellsWhatHappensAndSumsUp() {
    CommandResult demo = CommandResult.of("demo", "--seconds", "8");

    assertThat(demo.exit()).isZero();
    assertThat(demo.out())
        .contains("live page at http://127.0.0.1:")
        .contains("Kafka at 127.0.0.1:")
        .contains("track 1  appears: ")
        .containsPattern("faces +\\d+  on 1 track")
        .containsPattern("events +[1-9]\\d+")
        .containsPattern("throughput +[\\d.]+ frames/s")
        .containsPattern("latency +p50 \\d+ ms, p95 \\d+ ms, p99 \\d+ ms")
        .containsPattern("memory +\\d+ MiB");
  }

  @Test
  void refusesATimeThatIsNone() {
    CommandResult demo = CommandResult.of("demo", "--seconds", "0");

    assertThat(demo.exit()).isEqualTo(2);
    assertThat(demo.err()).contains("--seconds");
  }
}

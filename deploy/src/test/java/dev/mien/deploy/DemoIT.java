// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mien.deploy.pipeline.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoIT {

  @TempDir private Path folder;

  @Test
  void tellsWhatHappensAndSumsUp() {
    CommandResult demo = CommandResult.of("demo", "--seconds", "8");

    assertThat(demo.exit()).isZero();
    assertThat(demo.out())
        .contains("live page at http://127.0.0.1:")
        .contains("Kafka at 127.0.0.1:")
        .contains("track 1  appears: ")
        .containsPattern("faces +[1-9]\\d*  on [1-9]\\d* track")
        .containsPattern("events +[1-9]\\d+")
        .containsPattern("throughput +[\\d.]+ frames/s")
        .containsPattern("latency +p50 \\d+ ms, p95 \\d+ ms, p99 \\d+ ms")
        .containsPattern("memory +\\d+ MiB");
  }

  @Test
  void tellsThatAFileIsNotDoneWhenItIsStopped() throws IOException {
    Path log = folder.resolve("demo.log");
    String clip = Clip.copyTo(folder).toString();
    try (KilledStage demo =
        new KilledStage(log, "demo", "--mode", "file", "--source", clip, "--seconds", "600")) {
      await().atMost(Duration.ofMinutes(1)).until(() -> Files.readString(log).contains("is on,"));

      assertThat(demo.stop()).isEqualTo(130);
    }
  }

  @Test
  void goesOnWithACameraThatWasLost() throws IOException {
    try (VideoServer camera = new VideoServer(Clip.copyTo(folder), 1)) {
      CommandResult demo = CommandResult.of("demo", "--source", camera.url(), "--seconds", "16");

      assertThat(demo.exit()).isZero();
      // The clip has 12 s, which a live source takes.
      assertThat(camera.asked()).isGreaterThan(1);
    }
  }

  @Test
  void sumsUpAndFailsWithItsSource() throws IOException {
    try (VideoServer camera = new VideoServer(Clip.copyTo(folder), 0.5)) {
      CommandResult demo = CommandResult.of("demo", "--mode", "file", "--source", camera.url());

      assertThat(demo.out()).containsPattern("events +[1-9]\\d*");
      assertThat(demo.err()).contains("cannot read '" + camera.url());
      assertThat(demo.exit()).isEqualTo(1);
    }
  }

  @Test
  void refusesATimeThatIsNone() {
    CommandResult demo = CommandResult.of("demo", "--seconds", "0");

    assertThat(demo.exit()).isEqualTo(2);
    assertThat(demo.err()).contains("--seconds");
  }
}

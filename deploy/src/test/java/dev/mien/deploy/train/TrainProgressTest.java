// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.trainer.run.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TrainProgressTest {

  private static final Path RUN = Path.of("run");

  private final StringWriter said = new StringWriter();
  private final TrainProgress progress =
      new TrainProgress(new PrintWriter(said), Settings.defaults().config());

  @Test
  void runThatIsDoneBecomesAModel() {
    assertThat(progress.end(true, false, RUN)).isTrue();
    assertThat(said.toString()).startsWith("done: ").doesNotContain("stopped");
  }

  @Test
  void runThatWasStoppedGoesOnLater() {
    assertThat(progress.end(false, true, RUN)).isFalse();
    assertThat(said.toString()).startsWith("stopped; the same command with --resume goes on");
  }

  /** A signal in the last examination comes too late to stop the run. */
  @Test
  void runThatIsDoneWhenItIsStoppedBecomesNoModel() {
    assertThat(progress.end(true, true, RUN)).isFalse();
    assertThat(said.toString())
        .startsWith("done: ")
        .contains("stopped before the model: the same command with --resume makes it");
  }
}

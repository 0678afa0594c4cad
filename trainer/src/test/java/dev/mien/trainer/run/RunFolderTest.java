// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir private Path folder;

  @Test
  @SuppressWarnings("try") // the lock works by being there
  void letsOneRunIntoAFolder() {
    RunFolder run = new RunFolder(folder.resolve("run"));
    try (ProcessLock lock = run.lock()) {
      assertThatThrownBy(run::lock)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("another run")
          .hasMessageContaining(run.path().toString());
    }
    try (ProcessLock lock = run.lock()) {
      assertThat(run.path()).isNotEmptyDirectory();
    }
  }
}

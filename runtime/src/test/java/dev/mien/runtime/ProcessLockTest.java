// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessLockTest {

  @TempDir private Path folder;

  private @Nullable ProcessLock take() throws IOException {
    return ProcessLock.tryTake(folder, LockHolder.NAME);
  }

  @Test
  void aProcessHasAFolderUntilItDies() throws Exception {
    try (LockHolder other = new LockHolder(folder)) {
      assertThat(other.said()).isEqualTo(LockHolder.TAKEN);
      assertThat(take()).isNull();
    }
    try (ProcessLock lock = take()) {
      assertThat(lock).isNotNull();
    }
  }

  @Test
  @SuppressWarnings("try") // the lock works by being there
  void aRefusedRunOfThisProcessDoesNotLetOthersIn() throws Exception {
    try (ProcessLock lock = take()) {
      assertThat(take()).isNull();
      try (LockHolder other = new LockHolder(folder)) {
        assertThat(other.said()).isEqualTo(LockHolder.REFUSED);
      }
    }
  }
}

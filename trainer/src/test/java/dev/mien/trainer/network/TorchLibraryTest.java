// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.runtime.ProcessLock;
import java.io.IOException;
import java.lang.Thread.State;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TorchLibraryTest {

  private static final Set<State> WAITING_OR_DONE =
      EnumSet.of(State.TIMED_WAITING, State.TERMINATED);

  @Test
  @SuppressWarnings("try") // the lock works by being there
  void waitsForAProcessThatUnpacksIt() throws IOException, InterruptedException {
    TorchLibrary.load();
    Thread loading = new Thread(TorchLibrary::load);
    try (ProcessLock other = held()) {
      loading.start();
      while (!WAITING_OR_DONE.contains(loading.getState())) {
        Thread.onSpinWait();
      }
      assertThat(loading.isAlive()).isTrue();
    }
    loading.join();
  }

  private static ProcessLock held() throws IOException {
    return ProcessLock.await(TorchLibrary.folder(), TorchLibrary.LOCK, () -> {}, () -> false);
  }
}

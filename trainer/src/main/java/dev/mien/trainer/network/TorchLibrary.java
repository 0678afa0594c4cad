// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.network;

import dev.mien.runtime.FileProblem;
import dev.mien.runtime.ProcessLock;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch's native code. JavaCPP unpacks it once per machine, and locks each file while it does;
 * but a file that is complete draws in others that are not, and a process that maps half a library
 * dies of signal 7. So processes that begin at once on a new machine load it one after the other.
 */
public final class TorchLibrary {

  static final String LOCK = "mien-pytorch.lock";

  private TorchLibrary() {}

  /**
   * Loads it, or sees that it is: to be called before anything else of PyTorch is touched.
   *
   * @throws StageFailure if the folder that it is unpacked into cannot be written
   */
  @SuppressWarnings("try") // the lock works by being there
  public static void load() {
    try (ProcessLock lock = ProcessLock.await(folder(), LOCK, () -> {}, () -> false)) {
      Loader.load(torch.class);
    } catch (IOException e) {
      throw new StageFailure(
          "PyTorch cannot be unpacked: %s. Give a folder for it with MIEN_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIR"
              .formatted(FileProblem.reason(e)),
          e);
    }
  }

  static Path folder() throws IOException {
    return Loader.getCacheDir().toPath();
  }
}

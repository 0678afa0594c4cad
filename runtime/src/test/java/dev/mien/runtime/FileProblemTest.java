// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProblemTest {

  @TempDir private Path folder;

  @Test
  void aFileThatIsMissingIsSaidToBeMissing() {
    assertThat(reason(folder.resolve("nosuch"))).isEqualTo("no such file or folder");
  }

  @Test
  void aFolderIsNoFile() {
    assertThat(reason(folder)).isNotBlank().doesNotContain(folder.toString());
  }

  @Test
  void otherReasonsAreKept() {
    assertThat(FileProblem.reason(new AccessDeniedException("a"))).isEqualTo("access denied");
    assertThat(FileProblem.reason(new NotDirectoryException("a"))).isEqualTo("NotDirectory");
    assertThat(FileProblem.reason(new FileSystemException("a", null, "disk full")))
        .isEqualTo("disk full");
    assertThat(FileProblem.reason(new IOException("torn"))).isEqualTo("torn");
  }

  private static String reason(Path file) {
    try {
      Files.readAllBytes(file);
      throw new AssertionError(file + " was read");
    } catch (IOException e) {
      return FileProblem.reason(e);
    }
  }
}

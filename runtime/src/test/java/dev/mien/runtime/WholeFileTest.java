// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

  @TempDir private Path folder;

  @Test
  void takesThePlaceOfTheOldOne() throws IOException {
    Path file = folder.resolve("result.json");
    WholeFile.write(file, "a longer text than the next one");

    WholeFile.write(file, "é");

    assertThat(file).hasContent("é");
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void theOldOneStaysIfTheNewOneCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("result.json"), "old");
    // What cannot be written over, as on a full disk.
    Files.createDirectories(folder.resolve("result.json.part/full"));

    assertThatIOException().isThrownBy(() -> WholeFile.write(file, "new"));
    assertThat(file).hasContent("old");
  }
}

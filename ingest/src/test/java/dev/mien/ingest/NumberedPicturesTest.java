// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedPicturesTest {

  @TempDir Path folder;

  @Test
  void beginWhereTheFirstIs() throws IOException {
    touch("a%0100.png", "a%0101.png", "a%102.png", "b0001.png", "a%0103.png.bak");

    assertThat(NumberedPictures.of(folder.resolve("a%%%04d.png")))
        .isEqualTo(new NumberedPictures(100));
  }

  @Test
  void growBeyondTheirDigits() throws IOException {
    touch("9.png", "10.png", "11.png");

    assertThat(NumberedPictures.of(folder.resolve("%d.png")).options())
        .containsExactly(Map.entry("start_number", "9"));
  }

  @Test
  void havePaddingOfZerosHoweverItIsWritten() throws IOException {
    touch("0000000007.png", "0000000008.png");

    for (String name : List.of("%010d.png", "%10d.png")) {
      assertThat(NumberedPictures.of(folder.resolve(name))).isEqualTo(new NumberedPictures(7));
    }
  }

  @Test
  void areNotReadUpToAGap() throws IOException {
    touch("0001.png", "0002.png", "0004.png");

    assertThatThrownBy(() -> NumberedPictures.of(folder.resolve("%04d.png")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("%04d.png")
        .hasMessageContaining("1 to 4, number 3 is missing");
  }

  @Test
  void haveToBeThere() {
    assertThatThrownBy(() -> NumberedPictures.of(folder.resolve("%04d.png")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("no picture");
    assertThatThrownBy(() -> NumberedPictures.of(folder.resolve("%d/a.png")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("in a folder");
    assertThatThrownBy(() -> NumberedPictures.of(folder.resolve("gone/%d.png")))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("cannot be listed");
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }
}

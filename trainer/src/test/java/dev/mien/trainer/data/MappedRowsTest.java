// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MappedRowsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 1 << 20})
  void rowsAreTheSameWhereverTheMappingsEnd(int segmentBytes) throws IOException {
    Path file = Files.write(folder.resolve("rows"), new byte[] {9, 0, 1, 10, 11, 20, 21});
    MappedRows rows;
    try (FileChannel channel = FileChannel.open(file)) {
      rows = MappedRows.of(channel, 1, 2, 3, segmentBytes);
    }
    for (int row = 0; row < 3; row++) {
      byte[] bytes = new byte[2];
      rows.row(row).get(bytes);
      assertThat(bytes).containsExactly(10 * row, 10 * row + 1);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who changes a golden file changes the wire: older and newer stages must still understand it. */
class GoldenFileTest {

  @ParameterizedTest
  @MethodSource("dev.mien.events.Example#all")
  void isWrittenByteForByte(Example example) throws IOException {
    byte[] written = Wire.write(example.value());

    assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(example.golden().toString());
  }

  @ParameterizedTest
  @MethodSource("dev.mien.events.Example#all")
  void isReadAsItWasWritten(Example example) throws IOException, BadRecord {
    byte[] golden = Example.JSON.writeValueAsBytes(example.golden());

    Record read = Wire.read(golden, example.value().getClass());

    assertThat(read).isEqualTo(example.value());
  }
}

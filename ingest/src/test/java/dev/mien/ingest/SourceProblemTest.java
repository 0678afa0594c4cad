// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.events.Frame;
import dev.mien.runtime.StageFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceProblemTest {

  private static final Source SOURCE = new Source("wall.mp4");

  @Test
  void theLargestPicturesThatTheDetectorTakesAreRead() {
    SourceProblem.checkSize(SOURCE, 8_192, 8_192);
    SourceProblem.checkSize(SOURCE, Frame.MAX_SIDE, 4_096);
  }

  @ParameterizedTest
  @CsvSource({"16000, 5000", "8193, 8192", "16385, 1"})
  void largerOnesAreRefused(int width, int height) {
    assertThatThrownBy(() -> SourceProblem.checkSize(SOURCE, width, height))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("wall.mp4")
        .hasMessageContaining(width + " x " + height)
        .hasMessageContaining("scale it down");
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BatchTimesTest {

  private final BatchTimes usual = new BatchTimes();
  private final BatchTimes now = new BatchTimes();

  @Test
  void isUnknownAtFirst() {
    add(usual, 19, 8, 800);

    assertThat(usual.isKnown()).isFalse();
    assertThat(usual.isExceeded(1, Long.MAX_VALUE)).isFalse();
  }

  @Test
  void isThatOfMostBatchesWhateverTheirSize() {
    add(usual, 10, 8, 800);
    add(usual, 10, 1, 100);
    add(usual, 5, 1, 1_000_000);

    assertThat(usual.isExceeded(1, 3 * 800)).isFalse();
    assertThat(usual.isExceeded(1, 3 * 800 + 1)).isTrue();
    assertThat(usual.isExceeded(10, 3 * 100 * 10)).isFalse();
    assertThat(usual.isExceeded(10, 3 * 100 * 10 + 10)).isTrue();
  }

  @Test
  void forgetsWhatIsLongAgo() {
    add(usual, 100, 1, 100);
    assertThat(usual.isFull()).isTrue();
    assertThat(usual.isExceeded(1, 900)).isTrue();

    add(usual, 51, 1, 300);

    assertThat(usual.isExceeded(1, 900)).isFalse();
  }

  @Test
  void isNotSlowBecauseItsBatchesAreSmaller() { // as on a device that takes as long for each
    add(usual, 100, 64, 6_400_000);

    add(now, 100, 1, 6_000_000);

    assertThat(now.isSlow(usual)).isFalse();
  }

  @Test
  void isNotSlowBecauseItsBatchesAreLarger() { // as on a processor
    add(usual, 100, 1, 3_000_000);

    add(now, 100, 64, 192_000_000);

    assertThat(now.isSlow(usual)).isFalse();
  }

  @Test
  void isSlowByFaceAndBatch() {
    add(usual, 100, 8, 8_000_000);

    add(now, 100, 4, 25_000_000);

    assertThat(now.isSlow(usual)).isTrue();
    assertThat(now).hasToString("6.3 ms a face, 25.0 a batch");
  }

  private static void add(BatchTimes pace, int batches, int faces, long nanos) {
    for (int i = 0; i < batches; i++) {
      pace.add(faces, nanos);
    }
  }
}

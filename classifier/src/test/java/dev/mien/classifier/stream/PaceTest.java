// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PaceTest {

  private final Pace pace = new Pace();

  @Test
  void isUnknownAtFirst() {
    add(19, 8, 800);

    assertThat(pace.median()).isEmpty();
    assertThat(pace.isFull()).isFalse();
  }

  @Test
  void isThatOfMostBatchesWhateverTheirSize() {
    add(10, 8, 800);
    add(10, 1, 100);
    add(5, 1, 1_000_000);

    assertThat(pace.median()).hasValue(100);
  }

  @Test
  void forgetsWhatIsLongAgo() {
    add(100, 1, 100);
    assertThat(pace.isFull()).isTrue();

    add(51, 1, 300);

    assertThat(pace.median()).hasValue(300);
  }

  private void add(int batches, int faces, long nanos) {
    for (int i = 0; i < batches; i++) {
      pace.add(faces, nanos);
    }
  }
}

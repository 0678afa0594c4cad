// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FpsCapTest {

  @Test
  void keepsEveryFrameWithoutACap() {
    List<Long> kept = kept(new FpsCap(IngestConfig.ALL_FRAMES), positions(30, 90));

    assertThat(kept).hasSize(90);
  }

  @ParameterizedTest(name = "{0} frames/s capped at {1} keep {2} of 10 s")
  @CsvSource({
    "30, 30, 300", // timestamps are rounded down to whole microseconds
    "29.97, 30, 300",
    "29.97, 29.97, 300",
    "25, 30, 250",
    "30, 15, 150",
    "30, 10, 100",
    "25, 10, 100",
    "60, 24, 240",
    "30, 0.5, 5",
  })
  void keepsTheCappedRate(double rate, double cap, int expected) {
    long frames = Math.round(rate * 10);

    List<Long> kept = kept(new FpsCap(cap), positions(rate, frames));

    assertThat(kept).hasSize(expected);
  }

  @Test
  void spacesFramesEvenlyAtAnIntegerRatio() {
    List<Long> kept = kept(new FpsCap(10), positions(30, 12));

    assertThat(kept).containsExactly(0L, 100_000L, 200_000L, 300_000L);
  }

  @Test
  void keepsEveryFrameOfACameraThatJitters() {
    LongStream jittering =
        LongStream.range(0, 300).map(i -> Math.max(0, i * 33_333 + (i % 2 == 0 ? 2_000 : -2_000)));

    List<Long> kept = kept(new FpsCap(30), jittering);

    assertThat(kept).hasSize(300);
  }

  @Test
  void keepsTheFirstFrameAfterAGap() {
    List<Long> kept =
        kept(new FpsCap(1), LongStream.of(0, 40_000, 5_300_000, 5_340_000, 6_000_000));

    assertThat(kept).containsExactly(0L, 5_300_000L, 6_000_000L);
  }

  private static LongStream positions(double rate, long frames) {
    return LongStream.range(0, frames).map(i -> (long) (i * 1e6 / rate));
  }

  private static List<Long> kept(FpsCap cap, LongStream positions) {
    return positions.filter(cap::keeps).boxed().toList();
  }
}

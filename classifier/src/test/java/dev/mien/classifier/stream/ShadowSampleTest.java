// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.mien.classifier.FaceSamples;
import dev.mien.events.Face;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShadowSampleTest {

  private static final List<Face> FACES =
      IntStream.range(0, 20_000)
          .mapToObj(i -> FaceSamples.face("door-" + i % 3, i % 7, i / 3, 1_000))
          .toList();

  @Test
  void hasItsShareOfTheFaces() {
    assertThat(FACES.stream().filter(new ShadowSample(0.1)::has).count())
        .isCloseTo(2_000, withinPercentage(5));
    assertThat(FACES).noneMatch(new ShadowSample(0)::has);
    assertThat(FACES).allMatch(new ShadowSample(1)::has);
  }

  @Test
  void aLargerShareHasTheSameFacesAndMore() {
    assertThat(FACES.stream().filter(new ShadowSample(0.1)::has))
        .allMatch(new ShadowSample(0.2)::has);
  }
}

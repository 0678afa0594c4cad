// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeightMapTest {

  private static final StoredTensor TWO = new StoredTensor(List.of(2L), new float[2]);
  private static final StoredTensor THREE = new StoredTensor(List.of(3L), new float[3]);

  private final Map<String, List<Long>> wanted = new LinkedHashMap<>();
  private final Map<String, StoredTensor> file = new LinkedHashMap<>();

  @Test
  void saysWhatBecameOfEveryName() {
    wanted.put("conv.weight", List.of(2L));
    wanted.put("conv.bias", List.of(2L));
    wanted.put("classifier.weight", List.of(2L));
    file.put("conv.weight", TWO);
    file.put("conv.bias", THREE);
    file.put("fc.weight", TWO);
    file.put("bn.num_batches_tracked", TWO);

    WeightMap map = WeightMap.of(wanted, file, List.of());

    assertThat(map.matched()).containsOnly(Map.entry("conv.weight", TWO));
    assertThat(map.missing()).containsExactly("classifier.weight");
    assertThat(map.misshapen()).containsExactly("conv.bias is [3], not [2]");
    assertThat(map.unused()).containsExactly("fc.weight");
    assertThat(map.lacking()).containsExactly("classifier.weight", "conv.bias");
    assertThat(map.summary())
        .contains("1 weights from the file", "1 left as initialised: classifier.weight")
        .contains("conv.bias is [3], not [2]", "not used: fc.weight");
    assertThat(map.report())
        .containsExactly(
            "from the file: conv.weight",
            "left as initialised: classifier.weight",
            "of another shape in the file, left as initialised: conv.bias is [3], not [2]",
            "in the file, but not used: fc.weight");
  }

  @Test
  void looksThroughWhatScriptsWrapNetworksIn() {
    wanted.put("conv.weight", List.of(2L));
    file.put("module.backbone.conv.weight", TWO);

    assertThat(WeightMap.of(wanted, file, List.of()).matched()).containsOnlyKeys("conv.weight");
  }

  @Test
  void renamesAsTold() {
    wanted.put("classifier.weight", List.of(2L));
    wanted.put("stem.conv.weight", List.of(2L));
    file.put("net.fc.weight", TWO);
    file.put("net.input.conv.weight", TWO);
    List<Rename> rules =
        List.of(Rename.parse("net.="), Rename.parse("fc=classifier"), Rename.parse("input=stem"));

    assertThat(WeightMap.of(wanted, file, rules).matched())
        .containsOnlyKeys("classifier.weight", "stem.conv.weight");
  }

  @Test
  void refusesRulesThatSayNothing() {
    assertThatThrownBy(() -> Rename.parse("fc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'fc'");
    assertThatThrownBy(() -> Rename.parse("=fc")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theSummaryShowsTheFirstOfManyNames() {
    for (int i = 0; i < 20; i++) {
      wanted.put("w" + i, List.of(2L));
    }

    WeightMap map = WeightMap.of(wanted, file, List.of());

    assertThat(map.summary()).contains("20 left", "w7, ...").doesNotContain("w8");
    assertThat(map.report()).hasSize(20).contains("left as initialised: w19");
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mien.trainer.experiment.Cell;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnusedOptionsTest {

  private static void check(String options) {
    Map<String, Object> values = LearningOptionsTest.values(options.split(" "));
    UnusedOptions.check(values.keySet(), Settings.defaults().with(values).config());
  }

  private static void checkTable(String options, String methods) {
    Map<String, Object> values = LearningOptionsTest.values(options.split(" "));
    Settings shared = Settings.defaults().with(values);
    List<TrainConfig> runs =
        Arrays.stream(methods.split(" "))
            .map(method -> new Cell(method, 100, 1).over(shared).config())
            .toList();
    UnusedOptions.checkTable(values.keySet(), shared, runs);
  }

  @ParameterizedTest
  @CsvSource({
    "--method cb --lambda 1, --lambda, --rac",
    "--method rsl --lambda-warm-up 2, --lambda-warm-up, --rac",
    "--no-rac --no-align-maps, --align-maps, --rac",
    "--method baseline --detach-attention, --detach-attention, --rac",
    "--method eac --weights-outside, --weights-outside, --rac",
    "--method rac --alpha 0.1, --alpha, --rsl",
    "--no-rsl --smooth others, --smooth, --rsl",
    "--method baseline --class-weights none, --class-weights, --weigh-pictures",
    "--method eac --beta 0.99, --beta, --weigh-pictures",
    "--class-weights inverse-frequency --beta 0.99, --beta, --class-weights",
    "--align-maps --transform scale, --align-maps, --transform flip",
    "--class-weights none --weights-outside, --weights-outside, --class-weights",
    "--epochs 5 --pairs-from 5, --pairs-from, an earlier one",
    "--method baseline --no-both-views --pairs-from 1, --pairs-from, --both-views",
    "--method rsl --no-both-views --transform scale, --transform, --both-views",
    "--versions 2, --versions, --freeze",
    "--freeze stage1 --versions 2, --versions, --freeze",
  })
  void namesTheOptionAndWhatItNeeds(String options, String option, String needed) {
    assertThatThrownBy(() -> check(options))
        .hasMessageStartingWith(option + " has no place here")
        .hasMessageContaining(needed);
  }

  @Test
  void aRunWithConsistencyHasOtherViewsWhereverItsSettingsAreFrom() {
    TrainConfig late = Settings.defaults().with(Map.of("pairsFrom", 7, "epochs", 7)).config();

    assertThatThrownBy(() -> UnusedOptions.check(Set.of(), late))
        .hasMessageContaining("from epoch 7 on (--pairs-from)")
        .hasMessageContaining("7 epochs");
    UnusedOptions.check(Set.of(), Settings.of(late).with(Map.of("epochs", 8)).config());
  }

  @Test
  void aCacheNeedsSomethingToStore() {
    TrainConfig nothing = Settings.defaults().config();
    TrainConfig examined =
        Settings.defaults().with(Map.of("freeze", List.of("stem"), "versions", 0)).config();

    assertThatThrownBy(() -> UnusedOptions.check(Set.of(UnusedOptions.CACHE), nothing))
        .hasMessageStartingWith("--cache has no place here");
    UnusedOptions.check(Set.of(UnusedOptions.CACHE), examined);
  }

  @ParameterizedTest
  @CsvSource({
    "--lambda 0.5, eac, --lambda",
    "--lambda 1 --alpha 0.2, cb baseline, --lambda",
    "--alpha 0.2, rac eac, --alpha",
    "--class-weights inverse-frequency, baseline eac, --class-weights",
    "--smooth others --transform scale, rac eac, --smooth",
  })
  void aTableFollowsWhatIsSaid(String options, String methods, String option) {
    assertThatThrownBy(() -> checkTable(options, methods))
        .hasMessageStartingWith(option + " has no place here: none of the --methods follows it");
    checkTable(options, methods + " rac+rsl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--lambda 1 --lambda-warm-up 2 --align-maps --detach-attention --weights-outside",
        "--alpha 0.2 --smooth others --beta 0.99",
        "--method eac --lambda 1 --detach-attention --transform scale",
        "--method eac --rac --weights-outside --beta 0.99",
        "--method cb --beta 0.999 --transform intensity --pairs-from 2",
        "--method baseline --rsl --class-weights inverse-frequency",
        "--method baseline --weigh-pictures --class-weights inverse-frequency",
        "--rac --no-both-views --transform scale --pairs-from 1",
        "--method baseline --no-both-views",
        "--method eac --both-views",
        "--freeze stem --versions 0",
        "--epochs 3 --lr 1e-3 --seed 4",
      })
  void letsPassWhatCounts(String options) {
    assertThat(catchThrowable(() -> check(options))).isNull();
  }
}

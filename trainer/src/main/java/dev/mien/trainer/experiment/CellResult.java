// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.run.Accuracy;
import dev.mien.trainer.run.Origin;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a run gave on the test part.
 *
 * @param cell that was run
 * @param last after the last epoch
 * @param best of the epoch with the greatest mean accuracy on the test part: for reference, as in
 *     the paper, nothing is chosen by it
 * @param bestEpoch from 1
 * @param epochs of the run
 * @param seconds that its steps took
 * @param settings that the run had
 * @param origin data, first weights and code of the run
 * @param machine that it was computed on
 * @param finished date and time
 */
record CellResult(
    Cell cell,
    Accuracy last,
    Accuracy best,
    int bestEpoch,
    int epochs,
    double seconds,
    TrainConfig settings,
    Origin origin,
    Machine machine,
    String finished) {

  /**
   * Checks that all is there, as it is not in files of older versions.
   *
   * @throws IllegalArgumentException if something is not
   */
  @SuppressWarnings("ConstantValue") // a file may lack any of them
  CellResult {
    if (settings == null || origin == null || machine == null || finished == null) {
      throw new IllegalArgumentException(
          "it does not say what it was made of, as files of older versions");
    }
  }

  /** Returns the settings that neither the cell nor the defaults say, by name. */
  Map<String, String> chosen() {
    return Settings.of(settings).beyond(cell.over(Settings.defaults()));
  }

  /**
   * Checks that it may stand for a run.
   *
   * @param folder of the result
   * @param wanted settings, but for how many pictures go through the network together
   * @throws StageFailure saying what differs
   */
  void check(Path folder, TrainConfig wanted, Origin from) {
    origin.check(folder, from);
    List<String> differences =
        Settings.differences(settings.as(settings.epochs(), wanted.together()), wanted);
    if (!differences.isEmpty()) {
      throw new StageFailure(
          "%s holds a run with other settings: %s. Give the same options, choose another --out, or delete this folder"
              .formatted(folder, String.join(", ", differences)));
    }
  }
}

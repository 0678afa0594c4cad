// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.run.EpochResult;
import dev.mien.trainer.run.Origin;
import dev.mien.trainer.run.TrainConfig;
import java.util.List;

/**
 * What training gave. Whoever made faces and parameters closes them.
 *
 * @param config of the run
 * @param origin what it was made of
 * @param epoch that these weights are of, from 1
 * @param history what every epoch gave
 * @param network that was trained
 * @param parameters its weights, on any device
 * @param faces that it was trained and examined on
 * @param trained how many of them it learned from
 */
public record FinishedRun(
    TrainConfig config,
    Origin origin,
    int epoch,
    List<EpochResult> history,
    ExpressionNetwork network,
    Parameters parameters,
    FaceSet faces,
    int trained) {

  /** Copies the list. */
  public FinishedRun {
    history = List.copyOf(history);
  }
}

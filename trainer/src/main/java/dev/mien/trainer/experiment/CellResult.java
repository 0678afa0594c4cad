// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import dev.mien.trainer.run.Accuracy;
import dev.mien.trainer.run.TrainConfig;

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
 */
record CellResult(
    Cell cell,
    Accuracy last,
    Accuracy best,
    int bestEpoch,
    int epochs,
    double seconds,
    TrainConfig settings) {}

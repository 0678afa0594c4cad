// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.experiment;

import dev.mien.runtime.StageFailure;

/** Hears what becomes of the cells of a grid. */
public interface GridListener {

  /** A cell is run now. */
  void started(Cell cell);

  /** A cell is left to the process that runs it. */
  void left(Cell cell);

  /** A cell could not be run to its end; the others are run all the same. */
  void failed(Cell cell, StageFailure reason);
}

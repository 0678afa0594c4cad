// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.experiment.Cell;
import dev.mien.trainer.experiment.GridListener;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what becomes of the cells of a grid, a line each, and counts those that failed. */
final class GridLines implements GridListener {

  private static final Logger LOG = LoggerFactory.getLogger(GridLines.class);

  private final PrintWriter console;
  private int failures;

  GridLines(PrintWriter console) {
    this.console = console;
  }

  int failures() {
    return failures;
  }

  @Override
  public void started(Cell cell) {
    console.println(cell);
  }

  @Override
  public void left(Cell cell) {
    console.println(cell + ": another process trains it");
  }

  @Override
  public void failed(Cell cell, StageFailure reason) {
    failures++;
    LOG.debug("{}", cell, reason);
    console.println(cell + " failed: " + reason.getMessage());
  }
}

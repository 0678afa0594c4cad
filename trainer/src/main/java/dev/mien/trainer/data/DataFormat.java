// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.nio.file.Path;

/** How the pictures and labels of a data set lie in its folder. */
public enum DataFormat {
  /** FER2013 with the votes of FER+. */
  FERPLUS {
    @Override
    public DataSet read(Path folder) {
      return FerPlus.read(folder);
    }
  };

  /**
   * Reads the labels.
   *
   * @throws dev.mien.runtime.StageFailure naming the file, line and value that cannot be
   */
  public abstract DataSet read(Path folder);
}

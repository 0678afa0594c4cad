// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.nio.file.Path;
import java.util.Locale;

/** How the pictures and labels of a data set lie in its folder. */
public enum DataFormat {
  /** FER2013 with the votes of FER+, seven classes. */
  FERPLUS,
  /** RAF-DB, seven classes. */
  RAFDB,
  /** AffectNet, without contempt. */
  AFFECTNET7,
  /** AffectNet, with contempt. */
  AFFECTNET8,
  /** A folder for each class. */
  FOLDER;

  /**
   * Reads the labels.
   *
   * @throws dev.mien.runtime.StageFailure naming the file, line and value that cannot be
   */
  public DataSet read(Path folder) {
    return switch (this) {
      case FERPLUS -> FerPlus.read(folder);
      case RAFDB -> RafDb.read(folder);
      case AFFECTNET7 -> AffectNet.read(folder, false);
      case AFFECTNET8 -> AffectNet.read(folder, true);
      case FOLDER -> ClassFolders.read(folder);
    };
  }

  /** Returns what it goes by on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

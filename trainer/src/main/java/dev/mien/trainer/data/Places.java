// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Data sets are unpacked in more than one way. */
final class Places {

  private Places() {}

  /** Returns the first of these that is there; if none is, the first, for the error message. */
  static Path first(Path folder, String... places) {
    for (String place : places) {
      if (Files.exists(folder.resolve(place))) {
        return folder.resolve(place);
      }
    }
    return folder.resolve(places[0]);
  }
}

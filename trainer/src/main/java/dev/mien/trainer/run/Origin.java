// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.StageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run is made of, besides its settings.
 *
 * @param data SHA-256 of the data
 * @param start weights that it began with
 * @param code that ran it; where it was resumed by another, all of them
 */
public record Origin(String data, StartWeights start, String code) {

  /**
   * Checks that all is there, as it is not in files of older versions.
   *
   * @throws IllegalArgumentException if something is not
   */
  @SuppressWarnings("ConstantValue") // a file may lack any of them
  public Origin {
    if (data == null || start == null || code == null) {
      throw new IllegalArgumentException("it does not say what data, weights and code were used");
    }
  }

  /** Returns the origin of a run that begins now. */
  public static Origin now(String data, StartWeights start) {
    return new Origin(data, start, CodeVersion.text());
  }

  /**
   * Compares data and weights with what a run is to go on with, or its result to stand for.
   *
   * @param folder of the run
   * @param wanted by the command that was given
   * @throws StageFailure naming both where they differ, and what to do
   */
  public void check(Path folder, Origin wanted) {
    List<String> differences = new ArrayList<>();
    if (!data.equals(wanted.data)) {
      differences.add(
          "it learned from data of SHA-256 %s, --data has %s".formatted(data, wanted.data));
    }
    if (!start.isAsGoodAs(wanted.start)) {
      differences.add("it began with %s, not with %s".formatted(start, wanted.start));
    }
    if (!differences.isEmpty()) {
      throw new StageFailure(
          "%s holds another run: %s. Give the same --data and --weights, choose another folder, or delete this one"
              .formatted(folder, String.join("; ", differences)));
    }
  }

  /**
   * Checks that data is that of the run.
   *
   * @param folder of the run
   * @throws StageFailure if it is not
   */
  public void checkData(Path folder, String hash) {
    check(folder, new Origin(hash, start, code));
  }

  /** Returns the same for a run that this code goes on with. */
  Origin resumed() {
    String now = CodeVersion.text();
    return code.endsWith(now) ? this : new Origin(data, start, code + ", then " + now);
  }
}

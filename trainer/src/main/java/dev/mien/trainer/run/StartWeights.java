// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The weights that a run began with.
 *
 * @param file name of the file, or {@link #RANDOM}
 * @param sha256 of the file, empty for random weights
 * @param renames rules that its names went through
 */
public record StartWeights(String file, String sha256, List<String> renames) {

  /** Weights that the seed made. */
  public static final StartWeights RANDOM = new StartWeights("random", "", List.of());

  /**
   * Describes a choice.
   *
   * @param choice none for random weights
   * @throws dev.mien.runtime.StageFailure if the file cannot be read
   */
  public static StartWeights of(@Nullable Pretrained choice) {
    return choice == null ? RANDOM : choice.described();
  }

  /** Copies the rules. */
  public StartWeights {
    renames = List.copyOf(renames);
  }

  /** Returns whether a run that begins with the others begins alike, whatever their file's name. */
  boolean isAsGoodAs(StartWeights other) {
    return sha256.equals(other.sha256) && renames.equals(other.renames);
  }

  /** Says which they are. */
  @Override
  public String toString() {
    return sha256.isEmpty()
        ? file + " weights"
        : "%s (SHA-256 %s%s)"
            .formatted(file, sha256, renames.isEmpty() ? "" : ", renamed by " + renames);
  }
}

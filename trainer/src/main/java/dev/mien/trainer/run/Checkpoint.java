// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A run between two steps. Everything random follows from the seed and the place in the run, so no
 * generator is kept.
 *
 * @param place where the run is
 * @param tensors weights and moments
 */
record Checkpoint(Place place, Map<String, StoredTensor> tensors) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String KEY = "run";
  private static final String KIND = "checkpoint";
  private static final String REMEDY = "Put a copy in its place, or delete it to begin anew";

  /**
   * Where a run is.
   *
   * @param origin of the run
   * @param config of the run
   * @param epoch that the next step belongs to, from 0
   * @param step of the epoch that comes next, from 0
   * @param sums of the losses of the steps of this epoch
   * @param leftOut steps of this epoch that had no loss; none of a checkpoint that does not say
   * @param seconds that these steps took
   * @param results of the epochs before
   * @param shift fitted to the classifier's bias after the last of them, by class
   */
  record Place(
      Origin origin,
      TrainConfig config,
      int epoch,
      int step,
      Learner.Step sums,
      int leftOut,
      double seconds,
      List<EpochResult> results,
      List<Double> shift) {

    Place {
      results = List.copyOf(results);
      shift = List.copyOf(shift);
    }

    /**
     * Checks that a run can go on from here; it may have other epochs than before, but none that
     * are over.
     *
     * @throws StageFailure saying what differs
     */
    void check(TrainConfig now, RunSetup setup) {
      Path folder = setup.folder().path();
      origin.check(folder, setup.origin());
      List<String> differences = Settings.differences(config.as(now.epochs(), now.together()), now);
      if (!differences.isEmpty()) {
        throw new StageFailure(
            "%s was trained with other settings: %s. Leave these options away, or choose another --out"
                .formatted(folder, String.join(", ", differences)));
      }
      int begun = step == 0 ? epoch : epoch + 1;
      if (now.epochs() < begun) {
        throw new StageFailure(
            "%s is in epoch %d already, and --epochs is %d: ask for %d or more, or choose another --out"
                .formatted(folder, begun, now.epochs(), begun));
      }
    }
  }

  /**
   * Gives the network of a run its weights, not their average.
   *
   * @throws StageFailure if they are not those of such a network
   */
  void loadInto(RunSetup setup) {
    try {
      setup.parameters().loadAll(Learner.weights(tensors));
    } catch (IllegalArgumentException e) {
      throw damaged(setup.folder().checkpoint(), e);
    }
  }

  void write(Path file) {
    try {
      new SafetensorsFile(tensors, Map.of(KEY, JSON.writeValueAsString(place))).write(file);
    } catch (IOException e) {
      throw new StageFailure(
          "the checkpoint %s cannot be written: %s: make room or choose another --out"
              .formatted(file, FileProblem.reason(e)),
          e);
    }
  }

  /** Returns the failure to go on from what a checkpoint holds. */
  static StageFailure damaged(Path file, IllegalArgumentException reason) {
    return new StageFailure(
        "%s %s is damaged: %s. %s".formatted(KIND, file, reason.getMessage(), REMEDY), reason);
  }

  static Checkpoint read(Path file) {
    SafetensorsFile stored = SafetensorsFile.read(file, KIND, REMEDY);
    String place = stored.metadata().get(KEY);
    if (place == null) {
      throw new StageFailure(file + " is no checkpoint of a run: choose another --out");
    }
    try {
      return new Checkpoint(place(JSON.readTree(place)), stored.tensors());
    } catch (JsonProcessingException e) {
      throw ofAnotherVersion(file, e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw ofAnotherVersion(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Place place(JsonNode stored) throws JsonProcessingException {
    Settings.complete(stored, "config");
    return JSON.treeToValue(stored, Place.class);
  }

  private static StageFailure ofAnotherVersion(Path file, String reason, Exception cause) {
    return new StageFailure(
        "%s was written by another version: %s: begin again in another --out"
            .formatted(file, reason),
        cause);
  }
}

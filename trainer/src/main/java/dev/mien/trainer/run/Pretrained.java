// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.runtime.FileProblem;
import dev.mien.runtime.Sha256;
import dev.mien.runtime.StageFailure;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.weights.Rename;
import dev.mien.trainer.weights.WeightMap;
import dev.mien.trainer.weights.WeightsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of weights to begin with.
 *
 * @param file in the safetensors format or a state dictionary of PyTorch
 * @param renames rules for its names, in their order
 * @param partial whether parts of the backbone may be missing; the classifier always may
 */
public record Pretrained(Path file, List<Rename> renames, boolean partial) {

  /** Copies the rules. */
  public Pretrained {
    renames = List.copyOf(renames);
  }

  /** Returns what to write down about them. */
  StartWeights described() {
    try {
      return new StartWeights(
          file.getFileName().toString(),
          Sha256.of(Files.readAllBytes(file)),
          renames.stream().map(Rename::toString).toList());
    } catch (IOException e) {
      throw new StageFailure(
          "weights file %s cannot be read: %s. Give another with --weights"
              .formatted(file, FileProblem.reason(e)),
          e);
    }
  }

  /**
   * Puts what fits into a network.
   *
   * @return what became of each name
   * @throws StageFailure if the file lacks a tensor of the backbone that it needs to have, naming
   *     some
   */
  WeightMap into(Parameters parameters) {
    WeightMap map = WeightMap.of(parameters.shapes(), WeightsFile.read(file), renames);
    List<String> lacking =
        map.lacking().stream().filter(name -> !name.startsWith(ExpressionNetwork.HEAD)).toList();
    if (map.matched().isEmpty() || (!partial && !lacking.isEmpty())) {
      throw new StageFailure(
          "weights file %s does not have the whole backbone: %s. Give weights of this backbone, match names with --rename FROM=TO, or begin with what there is: --weights-partial"
              .formatted(file, map.summary()));
    }
    parameters.load(map.matched());
    return map;
  }
}

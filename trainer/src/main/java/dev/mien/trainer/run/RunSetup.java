// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.run;

import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Device;

/**
 * What a run works with. Whoever made the data and the weights closes them, after the run.
 *
 * @param faces to learn from and to be examined on
 * @param network to train
 * @param parameters its weights, at which training begins; the run changes them
 * @param device that it runs on
 * @param origin of the run
 * @param weightsReport what became of each tensor of the weights that it begins with
 * @param folder that it writes to
 * @param cache folder for what frozen stages give
 * @param examined parts of the data that the network is examined on after each epoch
 */
public record RunSetup(
    FaceSet faces,
    ExpressionNetwork network,
    Parameters parameters,
    Device device,
    Origin origin,
    List<String> weightsReport,
    RunFolder folder,
    Path cache,
    List<Part> examined) {

  /** Copies the lists. */
  public RunSetup {
    weightsReport = List.copyOf(weightsReport);
    examined = List.copyOf(examined);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.export;

import dev.mien.runtime.StageFailure;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.network.Backbone;
import dev.mien.trainer.network.ExpressionNetwork;
import dev.mien.trainer.network.Parameters;
import dev.mien.trainer.run.EpochResult;
import dev.mien.trainer.run.Origin;
import dev.mien.trainer.run.RunFolder;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import dev.mien.trainer.weights.SafetensorsFile;
import dev.mien.trainer.weights.StoredTensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A run, read back from the folder that it wrote to. It owns the weights: close it. */
public final class StoredRun implements AutoCloseable {

  private final FinishedRun run;

  private StoredRun(FinishedRun run) {
    this.run = run;
  }

  /**
   * Reads settings, history and weights.
   *
   * @param weights in the safetensors format, for example {@link RunFolder#best}
   * @param faces that it was trained on; they stay open
   * @throws StageFailure if a file is missing, damaged or of another run, or the run learned from
   *     other data
   */
  public static StoredRun open(RunFolder folder, Path weights, FaceSet faces) {
    Origin origin = folder.origin();
    origin.checkData(folder.path(), faces.hash());
    TrainConfig config = Settings.defaults().with(folder.config()).config();
    ExpressionNetwork network =
        new ExpressionNetwork(Backbone.named(config.backbone()), faces.classes().size());
    folder.results(); // Says that no epoch is done before the weights are missed.
    SafetensorsFile stored = SafetensorsFile.read(weights);
    int epoch = folder.epoch(weights, stored, config, origin);
    // Anew: of a run that goes on, the history may have grown, and it is written before weights.
    List<EpochResult> results = folder.results();
    Parameters parameters = Parameters.initialised(network, config.seed());
    try {
      load(parameters, stored.tensors(), weights);
    } catch (RuntimeException e) {
      parameters.close();
      throw e;
    }
    return new StoredRun(
        new FinishedRun(
            config,
            origin,
            epoch,
            results,
            network,
            parameters,
            faces,
            config.learnedFrom(faces).length));
  }

  /** Returns what there is to publish, as long as this is open. */
  public FinishedRun run() {
    return run;
  }

  @Override
  public void close() {
    run.parameters().close();
  }

  private static void load(Parameters parameters, Map<String, StoredTensor> tensors, Path weights) {
    TreeSet<String> missing = new TreeSet<>(parameters.names());
    missing.removeAll(tensors.keySet());
    if (!missing.isEmpty()) {
      throw new StageFailure(
          "%s has no weight '%s': name the weights of this run"
              .formatted(weights, missing.first()));
    }
    try {
      parameters.load(tensors);
    } catch (IllegalArgumentException e) {
      throw new StageFailure(
          "%s does not fit: %s: name the weights of this run".formatted(weights, e.getMessage()),
          e);
    }
  }
}

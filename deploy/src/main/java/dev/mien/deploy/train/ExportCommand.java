// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.classifier.model.InferenceEngine;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.export.StoredRun;
import dev.mien.trainer.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien export}. */
@Command(
    name = "export",
    customSynopsis = "mien export --run <directory> --data <file> [<options>]",
    description = "Make a model file of a training run",
    footer = {
      "",
      "'mien train' does this at its end. Writes model.onnx, which is checked against the training "
          + "engine, calibrated and measured, report.html, model-card.md and metrics.json."
    })
public final class ExportCommand implements Callable<Integer> {

  @Option(
      names = "--run",
      required = true,
      paramLabel = "<directory>",
      description = "folder that 'mien train' wrote to; it may still be running")
  private Path run;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "<file>",
      description = "faces that it was trained on")
  private Path data;

  @Option(
      names = "--weights",
      paramLabel = "<file>",
      description = "weights to take (default: those of the epoch that did best on validation)")
  private @Nullable Path weights;

  @Option(
      names = "--out",
      paramLabel = "<directory>",
      description = "where the files go (default: that of --run)")
  private @Nullable Path out;

  @Mixin private PublishOptions publishing;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    InferenceEngine.load(); // before PyTorch
    RunFolder folder = new RunFolder(run);
    try (FaceSet faces = FaceSet.open(data)) {
      publishing.check(faces);
      try (StoredRun stored =
          StoredRun.open(folder, weights == null ? folder.best() : weights, faces)) {
        publishing.publish(stored.run(), out == null ? run : out, spec.commandLine().getOut());
      }
    }
    return 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.classifier.model.InferenceEngine;
import dev.mien.deploy.demo.StopSignal;
import dev.mien.deploy.options.DeviceOption;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.export.FinishedRun;
import dev.mien.trainer.run.Beginning;
import dev.mien.trainer.run.RunFolder;
import dev.mien.trainer.run.RunSetup;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import dev.mien.trainer.run.TrainingRun;
import dev.mien.trainer.weights.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien train}. */
@Command(
    name = "train",
    customSynopsis = "mien train --data <file> --out <directory> [<options>]",
    description = "Train a network on labelled faces",
    footer = {
      "",
      "Ctrl-C ends the run after the step it is in; the same command with --resume goes on to the"
          + " same result. The defaults are those of the paper."
    })
public final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "<file>",
      description = "faces that 'mien data prepare' made")
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "<directory>",
      description = "for settings, checkpoints, history and weights")
  private Path out;

  @Option(
      names = "--weights",
      paramLabel = "<file>",
      description = "weights to begin with (default: random ones)")
  private @Nullable Path weights;

  @Option(
      names = "--config",
      paramLabel = "<file>",
      description = "settings in YAML, such as the config.yaml of a run; options go over it")
  private @Nullable Path config;

  @Option(names = "--resume", description = "go on with the run in --out")
  private boolean resume;

  @Option(
      names = "--cache",
      paramLabel = "<directory>",
      description = "for what frozen stages give (default: that of --out)")
  private @Nullable Path cache;

  @Mixin private DeviceOption device;

  @Option(
      names = "--examine",
      paramLabel = "<part>",
      split = ",",
      defaultValue = "validation",
      description = "parts of the data to examine after each epoch (default: validation)")
  private List<Part> examined;

  @Option(
      names = "--keep",
      paramLabel = "<epoch>",
      defaultValue = "best",
      description =
          "make the model of the last epoch, or of the best on the validation part (default: best)")
  private Keep keep;

  @Mixin private Publishing publishing;

  @Mixin private MethodOptions method;

  @Mixin private LearningOptions learning;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    InferenceEngine.load(); // before PyTorch
    TrainConfig settings = settings();
    try (FaceSet faces = FaceSet.open(data);
        Beginning beginning = Beginning.of(settings, faces, weights, device.choice())) {
      publishing.check(faces);
      RunSetup setup = beginning.setup(new RunFolder(out), cache == null ? out : cache, examined);
      FinishedRun run = train(settings, setup);
      if (run == null) {
        return StopSignal.EXIT_CODE;
      }
      publishing.publish(run, out, spec.commandLine().getOut());
      return 0;
    }
  }

  /** Returns nothing if the run was stopped. */
  private @Nullable FinishedRun train(TrainConfig settings, RunSetup setup)
      throws InterruptedException {
    try (TrainProgress progress = new TrainProgress(spec.commandLine().getOut(), settings);
        StopSignal signal = StopSignal.listen();
        TrainingRun run = TrainingRun.open(settings, setup, resume, progress, signal::wished)) {
      boolean done = run.run();
      progress.end(done, out);
      if (!done) {
        return null;
      }
      Path kept = keep == Keep.BEST ? setup.folder().best() : setup.folder().last();
      setup.parameters().load(SafetensorsFile.read(kept).tensors());
      return new FinishedRun(
          settings,
          run.results(),
          setup.network(),
          setup.parameters(),
          setup.faces(),
          run.pictures());
    }
  }

  private TrainConfig settings() {
    Map<String, Object> values = new LinkedHashMap<>();
    method.addTo(values);
    learning.addTo(values);
    Settings settings = Settings.defaults();
    Path kept = new RunFolder(out).config();
    if (resume && Files.exists(kept)) {
      settings = settings.with(kept);
    }
    return (config == null ? settings : settings.with(config)).with(values).config();
  }

  /** Which epoch's weights become the model. */
  enum Keep {
    /** The last one's. */
    LAST,
    /** Those that did best on the validation part. */
    BEST
  }
}

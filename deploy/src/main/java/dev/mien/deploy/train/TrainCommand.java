// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.classifier.model.InferenceEngine;
import dev.mien.deploy.options.DeviceOption;
import dev.mien.deploy.process.StopSignal;
import dev.mien.runtime.ProcessLock;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.export.StoredRun;
import dev.mien.trainer.run.InitialModel;
import dev.mien.trainer.run.RunFolder;
import dev.mien.trainer.run.RunSetup;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.TrainConfig;
import dev.mien.trainer.run.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien train}. */
@Command(
    name = "train",
    customSynopsis = "mien train --data <file> --out <directory> [<options>]",
    description = "Train a network on labelled faces",
    footer = {
      "",
      "Ctrl-C ends the run after the step or the examination it is in; the same command with"
          + " --resume goes on to the same result. The defaults of the method and of Adam are those"
          + " of the paper; but maps of mirror images are compared where they show the same place"
          + " (--no-align-maps), and the network is MobileFaceNet."
    })
public final class TrainCommand implements Callable<Integer> {

  @Mixin private RunOptions files;

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
      converter = LabelledPart.class,
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

  @Mixin private PublishOptions publishing;

  @Mixin private MethodOptions method;

  @Mixin private LearningOptions learning;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    InferenceEngine.load(); // before PyTorch
    TrainConfig settings = settings();
    checkExamined(settings);
    RunFolder folder = new RunFolder(files.out());
    PrintWriter console = spec.commandLine().getOut();
    try (FaceSet faces = FaceSet.open(files.data())) {
      publishing.check(faces);
      faces.verify();
      if (!train(settings, faces, folder, console)) {
        return StopSignal.EXIT_CODE;
      }
      try (StoredRun run = StoredRun.open(folder, keep.weights(folder), faces)) {
        publishing.publish(run.run(), files.out(), console);
      }
      return 0;
    }
  }

  /** Returns whether the run is done and nobody wished to stop; else there is nothing to make. */
  @SuppressWarnings("try") // the lock works by being there
  private boolean train(TrainConfig settings, FaceSet faces, RunFolder folder, PrintWriter console)
      throws InterruptedException {
    try (InitialModel model =
            InitialModel.of(settings, faces, files.pretrained(), device.choice());
        TrainProgress progress = new TrainProgress(console, settings);
        StopSignal signal = StopSignal.listen()) {
      progress.begin(model.summary());
      RunSetup setup = model.setup(folder, cache == null ? folder.path() : cache, examined);
      try (ProcessLock lock = folder.lock();
          TrainingRun run = TrainingRun.open(settings, setup, resume, progress, signal::wished)) {
        progress.begin(run.summary());
        return progress.end(run.run(), signal.wished(), folder.path());
      } catch (CancellationException e) {
        console.println(e.getMessage());
        return false;
      }
    }
  }

  private void checkExamined(TrainConfig settings) {
    if (examined.contains(Part.VALIDATION)) {
      return;
    }
    if (keep == Keep.BEST) {
      throw new ParameterException(
          spec.commandLine(),
          "--keep best chooses the epoch by the validation part, which --examine leaves out: add"
              + " validation to it, or say --keep last");
    }
    if (settings.fitPrior()) {
      throw new ParameterException(
          spec.commandLine(),
          "--fit-prior fits the bias on the validation part, which --examine leaves out: add"
              + " validation to it, or leave --fit-prior away");
    }
  }

  private TrainConfig settings() {
    Map<String, Object> values = new LinkedHashMap<>();
    method.addTo(values);
    learning.addTo(values);
    Settings settings = Settings.defaults();
    Path kept = new RunFolder(files.out()).config();
    if (resume) {
      if (!Files.exists(kept)) {
        throw new ParameterException(
            spec.commandLine(),
            "--resume: there is no run in %s: name its --out, or leave --resume away to begin one"
                .formatted(files.out()));
      }
      settings = settings.with(kept);
    }
    TrainConfig chosen = (config == null ? settings : settings.with(config)).with(values).config();
    if (cache != null) {
      values.put(UnusedOptions.CACHE, cache);
    }
    UnusedOptions.check(values.keySet(), chosen);
    return chosen;
  }

  /** Which epoch's weights become the model. */
  enum Keep {
    /** The last one's. */
    LAST,
    /** Those that did best on the validation part. */
    BEST;

    private Path weights(RunFolder folder) {
      return this == BEST ? folder.best() : folder.last();
    }
  }
}

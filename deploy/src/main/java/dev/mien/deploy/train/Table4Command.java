// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.deploy.options.DeviceOption;
import dev.mien.deploy.process.StopSignal;
import dev.mien.runtime.FileProblem;
import dev.mien.runtime.StageFailure;
import dev.mien.runtime.WholeFile;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.Imbalance;
import dev.mien.trainer.data.Part;
import dev.mien.trainer.experiment.Cell;
import dev.mien.trainer.experiment.Grid;
import dev.mien.trainer.experiment.Table4;
import dev.mien.trainer.run.InitialModel;
import dev.mien.trainer.run.Origin;
import dev.mien.trainer.run.Pretrained;
import dev.mien.trainer.run.Settings;
import dev.mien.trainer.run.StartWeights;
import dev.mien.trainer.run.TrainConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mien experiments table4}. */
@Command(
    name = "table4",
    customSynopsis = "mien experiments table4 --data <file> --out <directory> [<options>]",
    description = "Train the grid of table 4: methods by imbalance factors",
    footer = {
      "",
      "Runs that are done are kept, so that the same command goes on where it was stopped. The"
          + " table is written to table4.md in --out, also if a run fails. Options of 'mien train' that say how to"
          + " learn apply to every run that has a part of which they speak, but for what makes the method, the"
          + " subset and the seed; the settings of eac are its own."
    })
final class Table4Command implements Callable<Integer> {

  /** Settings that the cells decide, or that have no part here, and the options that say them. */
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "method", "--method",
          "method.consistency", "--rac",
          "method.smooth", "--rsl",
          "method.weightedLoss", "--weigh-pictures",
          "method.tau", "--tau",
          "method.bothViews", "--both-views",
          "imbalanceFactor", "--imbalance-factor",
          "seed", "--seed",
          "fitPrior", "--fit-prior");

  @Mixin private RunOptions files;

  @Option(
      names = "--methods",
      paramLabel = "<name>",
      split = ",",
      defaultValue = "baseline,cb,eac,rac,rsl,rac+rsl",
      description = "methods to train (default: ${DEFAULT-VALUE})")
  private List<String> methods;

  @Option(
      names = "--factors",
      paramLabel = "<number>",
      split = ",",
      defaultValue = "50,100,150",
      description = "imbalance factors, 1 or more (default: ${DEFAULT-VALUE})")
  private List<Double> factors;

  @Option(
      names = "--seeds",
      paramLabel = "<number>",
      split = ",",
      defaultValue = "1,2",
      description = "seeds (default: ${DEFAULT-VALUE})")
  private List<Long> seeds;

  @Mixin private DeviceOption device;

  @Mixin private MethodOptions method;

  @Mixin private LearningOptions learning;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Map<String, Object> values = new LinkedHashMap<>();
    method.addTo(values);
    learning.addTo(values);
    refuse(values);
    Settings settings = Settings.defaults().with(values);
    TrainConfig shared = settings.config();
    List<Cell> cells = cells();
    UnusedOptions.checkTable(
        values.keySet(),
        settings,
        cells.stream().map(cell -> cell.over(settings).config()).toList());
    @Nullable Pretrained weights = files.pretrained();
    PrintWriter console = spec.commandLine().getOut();
    try (FaceSet faces = FaceSet.open(files.data());
        TrainProgress progress = new TrainProgress(console, shared);
        StopSignal signal = StopSignal.listen()) {
      faces.requireServedSize();
      faces.require(Part.TEST);
      faces.verify();
      DeviceChoice choice = device.choice();
      Grid grid =
          new Grid(
              files.out(),
              settings,
              Origin.now(faces.hash(), StartWeights.of(weights)),
              config -> InitialModel.of(config, faces, weights, choice),
              progress,
              signal::wished);
      GridLines lines = new GridLines(console);
      Table4 table = grid.run(cells, lines);
      int[] available = faces.counts(faces.indices(Part.TRAIN));
      write(
          table.markdown(
              faces.classes(), isPublished(faces), factor -> Imbalance.reached(available, factor)));
      long done = cells.stream().filter(table::has).count();
      console.printf("%d of %d runs done%n", done, cells.size());
      if (signal.wished() && done < cells.size()) {
        return StopSignal.EXIT_CODE;
      }
      return lines.failures() == 0 ? 0 : 1;
    }
  }

  /** The paper has its table 4 for FER+ only. */
  private static boolean isPublished(FaceSet faces) {
    return faces.source().equals("ferplus");
  }

  private void refuse(Map<String, Object> values) {
    NOT_HERE.forEach(
        (name, option) -> {
          if (values.containsKey(name)) {
            throw new ParameterException(
                spec.commandLine(),
                option
                    + " has no place here: --methods, --factors and --seeds say what is trained,"
                    + " and no validation part is looked at");
          }
        });
  }

  private List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (double factor : factors) {
      for (long seed : seeds) {
        for (String name : methods) {
          cells.add(new Cell(name, factor, seed));
        }
      }
    }
    return cells;
  }

  private void write(String table) {
    Path file = files.out().resolve("table4.md");
    try {
      Files.createDirectories(files.out());
      WholeFile.write(file, table);
    } catch (IOException e) {
      throw new StageFailure(
          "%s cannot be written: %s: choose another --out".formatted(file, FileProblem.reason(e)),
          e);
    }
  }
}

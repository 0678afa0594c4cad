// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.train;

import dev.mien.deploy.progress.Bars;
import dev.mien.trainer.data.DataFormat;
import dev.mien.trainer.data.DataSet;
import dev.mien.trainer.data.FaceSet;
import dev.mien.trainer.data.FaceSetSummary;
import dev.mien.trainer.data.Preparation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien data prepare}. */
@Command(
    name = "prepare",
    customSynopsis =
        "mien data prepare --format <format> --data <directory> --out <file> [<options>]",
    description = "Find and align the faces of a data set, and pack them into one file",
    footer = {
      "",
      "The faces are aligned by the detector that the pipeline uses. Where it finds none, the "
          + "usual place of the others is taken, and the face is marked."
    })
final class DataPrepareCommand implements Callable<Integer> {

  @Option(
      names = "--format",
      paramLabel = "<format>",
      required = true,
      description = "what kind of data set it is: ${COMPLETION-CANDIDATES}")
  private DataFormat format;

  @Option(
      names = "--data",
      paramLabel = "<directory>",
      required = true,
      description = "where the data set is unpacked")
  private Path data;

  @Option(
      names = "--out",
      paramLabel = "<file>",
      required = true,
      description = "packed file to write, for example ferplus.faces")
  private Path out;

  @Option(
      names = "--margin",
      paramLabel = "<pixels>",
      defaultValue = "8",
      description =
          "pixels to keep around the aligned square, for shifts and turns (default: ${DEFAULT-VALUE})")
  private int margin;

  @Option(
      names = "--validation",
      paramLabel = "<share>",
      defaultValue = "0.1",
      description =
          "share of the training part to validate with, if the data set has no such part (default: ${DEFAULT-VALUE})")
  private double validation;

  @Option(
      names = "--test",
      paramLabel = "<share>",
      defaultValue = "0.1",
      description = "share to test with, likewise (default: ${DEFAULT-VALUE})")
  private double test;

  @Option(
      names = "--seed",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "seed that picks these pictures (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--threads",
      paramLabel = "<n>",
      description = "threads that work at once (default: one per processor)")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--leave-out-broken",
      description = "go on without pictures that are missing or cannot be read, and name them")
  private boolean leavesOutBroken;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Preparation preparation = new Preparation(margin, threads, leavesOutBroken);
    PrintWriter console = spec.commandLine().getOut();
    DataSet set = labelled(console).heldOut(test, validation, seed);
    List<String> broken;
    try (ProgressBar bar = Bars.of("prepare", 2L * set.samples().size())) {
      broken = preparation.run(set, out, bar::step);
    }
    broken.forEach(problem -> console.println("left out: " + problem));
    try (FaceSet faces = FaceSet.open(out)) {
      FaceSetSummary.of(faces).lines().forEach(console::println);
    }
    console.println("written to " + out);
    console.flush();
    return 0;
  }

  private DataSet labelled(PrintWriter console) {
    DataSet read = format.read(data);
    if (!leavesOutBroken) {
      return read.complete();
    }
    read.missing()
        .forEach(file -> console.println("left out: " + file + ": no such readable file"));
    return read.thoseThere();
  }
}

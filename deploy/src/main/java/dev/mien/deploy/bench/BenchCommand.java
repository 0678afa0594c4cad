// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import dev.mien.classifier.model.EmotionModel;
import dev.mien.deploy.options.ModelOptions;
import dev.mien.deploy.options.MtcnnOptions;
import dev.mien.deploy.pipeline.Clip;
import dev.mien.deploy.process.Scratch;
import dev.mien.deploy.process.StopSignal;
import dev.mien.deploy.train.TrainBenchCommand;
import dev.mien.detector.AlignedFace;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.ingest.CapturedFrame;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien bench}. */
@Command(
    name = "bench",
    customSynopsis = "mien bench [--source <file>] [--frames <n>] [<options>]",
    description = "Measure how fast each part is on this machine",
    subcommands = {SwapBenchCommand.class, PageBenchCommand.class, TrainBenchCommand.class},
    footer = {
      "",
      "Without Kafka, one part after the other, on one thread each. The whole pipeline "
          + "is measured by 'mien demo --mode file', what a new model costs by 'mien bench swap', "
          + "what browsers at the live page cost by 'mien bench page', and training by 'mien bench "
          + "train'."
    })
public final class BenchCommand implements Callable<Integer> {

  @Option(
      names = "--source",
      paramLabel = "<file>",
      description = "video to measure with (default: the bundled clip)")
  private @Nullable Path source;

  @Option(
      names = "--frames",
      paramLabel = "<n>",
      defaultValue = "100",
      description = "frames to take of it (default: ${DEFAULT-VALUE})")
  private int frames;

  @Option(
      names = "--rounds",
      paramLabel = "<n>",
      defaultValue = "5",
      description = "times to go over them, the medians count (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Mixin private ModelOptions model;

  @Mixin private MtcnnOptions mtcnn;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (frames < 1) {
      throw new IllegalArgumentException("--frames is " + frames + ", expected 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (StopSignal stop = StopSignal.listen();
        Scratch scratch = new Scratch();
        EmotionModel emotions = model.open(); // before the detector: DJL comes first
        FaceDetector detector = Mtcnn.open(mtcnn.config(), MtcnnListener.NONE)) {
      Path video = source == null ? Clip.copyTo(scratch.folder("clip")) : source;
      Bench bench = new Bench(rounds, stop::wished);
      List<CapturedFrame> captured = bench.ingest(video, frames);
      List<AlignedFace> faces = bench.detect(captured, detector);
      if (stop.wished()) {
        return StopSignal.EXIT_CODE;
      }
      bench.classify(faces, emotions);
      bench.meters(faces, emotions);
      if (stop.wished()) {
        return StopSignal.EXIT_CODE;
      }
      bench.print(out, captured);
    }
    return 0;
  }
}

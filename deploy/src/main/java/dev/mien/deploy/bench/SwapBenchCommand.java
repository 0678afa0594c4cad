// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.classifier.stream.ClassifierStage;
import dev.mien.deploy.options.MtcnnOptions;
import dev.mien.deploy.pipeline.Clip;
import dev.mien.deploy.process.Scratch;
import dev.mien.deploy.process.StopSignal;
import dev.mien.detector.AlignedFace;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.events.Topics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.topics.TopicAdmin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien bench swap}. */
@Command(
    name = "swap",
    customSynopsis = "mien bench swap [--cameras <n>] [--rounds <n>]",
    description = "Measure what the promotion of a model costs",
    footer = {
      "",
      "A broker, a classifier and a feed of faces of the bundled clip in one process; copies of "
          + "the bundled model are published and promoted one after the other."
    })
final class SwapBenchCommand implements Callable<Integer> {

  private static final int FRAMES = 50;

  @Option(
      names = "--cameras",
      paramLabel = "<n>",
      defaultValue = "4",
      description = "with one face each, 25 times a second (default: ${DEFAULT-VALUE})")
  private int cameras;

  @Option(
      names = "--rounds",
      paramLabel = "<n>",
      defaultValue = "5",
      description = "promotions, the medians count (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Mixin private MtcnnOptions mtcnn;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (cameras < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          "--cameras is %d and --rounds %d, expected 1 or more".formatted(cameras, rounds));
    }
    try (StopSignal stop = StopSignal.listen();
        Scratch scratch = new Scratch();
        EmbeddedBroker broker = new EmbeddedBroker(scratch.folder("broker"), 0)) {
      broker.start();
      Cluster cluster = Cluster.at(broker.bootstrapServers());
      try (TopicAdmin topics = new TopicAdmin(cluster)) {
        topics.create(Topics.all(Topics.DEFAULT_CLASSES));
      }
      return measure(scratch, cluster, stop);
    }
  }

  private int measure(Scratch scratch, Cluster cluster, StopSignal stop)
      throws IOException, InterruptedException {
    try (ClassifierStage classifier =
            new ClassifierStage(ClassifierConfig.defaults(), cluster, new SimpleMeterRegistry());
        EventClock clock = new EventClock(cluster)) {
      classifier.start(); // before the detector: DJL comes first
      clock.start();
      Path original = bundled(scratch);
      SwapBench bench = new SwapBench(original, version(original), cluster);
      try (FaceFeed feed = new FaceFeed(faces(scratch), cameras, cluster)) {
        feed.start();
        for (int round = 1; round <= rounds && !stop.wished(); round++) {
          bench.round(round, scratch.folder("models"), clock);
        }
      }
      if (stop.wished()) {
        return StopSignal.EXIT_CODE;
      }
      bench.print(spec.commandLine().getOut());
      return 0;
    }
  }

  private List<AlignedFace> faces(Scratch scratch) throws IOException {
    try (FaceDetector detector = Mtcnn.open(mtcnn.config(), MtcnnListener.NONE)) {
      Bench bench = new Bench(1, () -> false);
      return bench.detect(bench.ingest(Clip.copyTo(scratch.folder("clip")), FRAMES), detector);
    }
  }

  private static Path bundled(Scratch scratch) throws IOException {
    Path file = scratch.folder("models").resolve("bundled.onnx");
    try (InputStream in = EmotionModel.class.getResourceAsStream("model.onnx")) {
      if (in == null) {
        throw new IOException("the bundled model is not part of this build");
      }
      Files.copy(in, file);
    }
    return file;
  }

  private static String version(Path file) {
    try (EmotionModel model = EmotionModel.open(file, new DeviceChoice.Cpu(), 0)) {
      return model.metadata().version();
    }
  }
}

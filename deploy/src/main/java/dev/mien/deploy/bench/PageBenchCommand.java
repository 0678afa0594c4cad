// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.dashboard.DashboardConfig;
import dev.mien.deploy.pipeline.Clip;
import dev.mien.deploy.pipeline.Outflow;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.deploy.process.Scratch;
import dev.mien.deploy.process.StopSignal;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.runtime.Cluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien bench page}. */
@Command(
    name = "page",
    customSynopsis = "mien bench page [--browsers <n>] [--source <file>] [--rounds <n>]",
    description = "Measure what browsers at the live page cost the pipeline",
    footer = {
      "",
      "Broker, all stages and the page in one process, which reads a file as fast as it can: "
          + "with nobody at the page, with all browsers, and so on."
    })
final class PageBenchCommand implements Callable<Integer> {

  @Option(
      names = "--browsers",
      paramLabel = "<n>",
      defaultValue = "100",
      description = "that look at the same time (default: ${DEFAULT-VALUE})")
  private int browsers;

  @Option(
      names = "--source",
      paramLabel = "<file>",
      description = "video to measure with (default: the bundled clip)")
  private @Nullable Path source;

  @Option(
      names = "--rounds",
      paramLabel = "<n>",
      defaultValue = "5",
      description = "of each, the medians count (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (browsers < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          "--browsers is %d and --rounds %d, expected 1 or more".formatted(browsers, rounds));
    }
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (StopSignal stop = StopSignal.listen();
        Scratch scratch = new Scratch();
        Pipeline pipeline = new Pipeline(scratch.folder("broker"), 0, registry)) {
      Cluster cluster = pipeline.start(DetectorConfig.defaults(), ClassifierConfig.defaults());
      DashboardConfig config =
          DashboardConfig.defaults()
              .at(DashboardConfig.DEFAULT_HOST, 0)
              .withFrames(true)
              .withMaxBrowsers(browsers);
      URI page = pipeline.show(config, cluster).address();
      Path video = source == null ? Clip.copyTo(scratch.folder("clip")) : source;
      IngestConfig file = IngestConfig.of(new Source(video.toString()), "bench");
      try (Outflow outflow = new Outflow(cluster)) {
        outflow.open();
        PageBench bench = new PageBench(pipeline, cluster, outflow, registry, page, stop::wished);
        bench.warmUp(file);
        for (int round = 0; round < rounds && !stop.wished(); round++) {
          bench.round(file, browsers);
        }
        if (stop.wished()) {
          return StopSignal.EXIT_CODE;
        }
        bench.print(spec.commandLine().getOut(), browsers);
      }
    }
    return 0;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import dev.mien.dashboard.DashboardConfig;
import dev.mien.deploy.options.FfmpegOptions;
import dev.mien.deploy.options.ServerOptions;
import dev.mien.deploy.options.SourceOptions;
import dev.mien.deploy.options.TracingOptions;
import dev.mien.deploy.pipeline.Clip;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.deploy.process.Scratch;
import dev.mien.deploy.process.StopSignal;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.runtime.Monitor;
import dev.mien.runtime.Ports;
import dev.mien.runtime.broker.EmbeddedBroker;
import dev.mien.runtime.tracing.Tracing;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien demo}. */
@Command(
    name = "demo",
    customSynopsis = "mien demo [--source <file|url|device>] [--seconds <n>] [<options>]",
    description = "Run broker and all stages on a bundled clip",
    footer = {
      "",
      "Everything runs in this process. Meanwhile 'mien watch' shows the topics, with "
          + "the --bootstrap-servers that is printed at the start."
    })
public final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--source",
      paramLabel = "<file|url|device>",
      description = "what to watch (default: the bundled clip, in live mode again and again)")
  private @Nullable String source;

  @Option(
      names = "--camera",
      paramLabel = "<id>",
      defaultValue = "demo",
      description = "name of the camera in the events (default: ${DEFAULT-VALUE})")
  private String camera;

  @Option(
      names = "--seconds",
      paramLabel = "<n>",
      defaultValue = "20",
      description =
          "how long to read the source at most, its last frames are waited for (default: ${DEFAULT-VALUE})")
  private double seconds;

  @Option(
      names = "--mode",
      paramLabel = "<live|file>",
      defaultValue = "live",
      description = "keep real time, or go as fast as this machine can (default: ${DEFAULT-VALUE})")
  private IngestConfig.Mode mode;

  @Option(
      names = "--dashboard-port",
      paramLabel = "<port>",
      defaultValue = "" + DashboardConfig.DEFAULT_PORT,
      description =
          "where the live page is, another is taken if it is not free (default: ${DEFAULT-VALUE})")
  private int dashboardPort;

  @Mixin private SourceOptions options;

  @Mixin private FfmpegOptions ffmpeg;

  @Mixin private ServerOptions server;

  @Mixin private TracingOptions traces;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("--seconds is " + seconds + ", expected more than 0");
    }
    if (source != null && isMissing(new Source(source))) {
      throw new IllegalArgumentException("--source " + source + ": no such file");
    }
    Map<String, String> given = ffmpeg.byName();
    if (source == null && !given.isEmpty()) {
      throw new IllegalArgumentException(
          "--ffmpeg-option is for a --source of yours, the bundled clip takes none: name one, or leave it out");
    }
    PrintWriter out = spec.commandLine().getOut();
    try (StopSignal stop = StopSignal.listen();
        Scratch scratch = new Scratch()) {
      try (Monitor monitor = new Monitor(server.address());
          Tracing tracing = traces.open("mien-demo");
          Pipeline pipeline =
              new Pipeline(
                  scratch.folder("broker"),
                  EmbeddedBroker.DEFAULT_PORT,
                  monitor.registry(),
                  tracing)) {
        monitor.start(pipeline::stages);
        Demo demo = new Demo(pipeline, monitor.registry(), out, stop, this::page);
        IngestConfig config = config(scratch, given);
        long events = demo.run(config, seconds);
        if (stop.wished()) {
          return config.endless() ? 0 : StopSignal.EXIT_CODE;
        }
        return events > 0 ? 0 : noFace(out);
      }
    }
  }

  /** Asked for when the page begins: another demo may have taken the port until then. */
  private DashboardConfig page() {
    return DashboardConfig.defaults()
        .at(
            DashboardConfig.DEFAULT_HOST,
            Ports.freeOr(Ports.check("--dashboard-port", dashboardPort)))
        .withFrames(true);
  }

  /** A numbered series of pictures, {@code %04d.png}, is no file itself. */
  private static boolean isMissing(Source source) {
    return source.kind() == Source.Kind.FILE
        && !source.numbered()
        && !Files.exists(Path.of(source.address()));
  }

  private static int noFace(PrintWriter out) {
    out.println("no face was seen: is there one in the picture, 40 pixels wide or more?");
    return 1;
  }

  private IngestConfig config(Scratch scratch, Map<String, String> given) {
    Path clip = Clip.copyTo(scratch.folder("clip"));
    Source watched = new Source(source == null ? clip.toString() : source, given);
    IngestConfig config = IngestConfig.of(watched, camera).withMode(mode);
    return options.applyTo(config).withLoop(source == null && mode == IngestConfig.Mode.LIVE);
  }
}

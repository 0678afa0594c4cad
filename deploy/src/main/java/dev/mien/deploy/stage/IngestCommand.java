// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.DelayOptions;
import dev.mien.deploy.options.FfmpegOptions;
import dev.mien.deploy.options.ServerOptions;
import dev.mien.deploy.options.SourceOptions;
import dev.mien.deploy.options.TracingOptions;
import dev.mien.deploy.process.StageProcess;
import dev.mien.deploy.process.StopSignal;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestStage;
import dev.mien.ingest.Source;
import dev.mien.ingest.backlog.Backlog;
import dev.mien.runtime.tracing.Tracing;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code mien ingest}. */
@Command(
    name = "ingest",
    customSynopsis = "mien ingest --source <file|url|device> --camera <id> [<options>]",
    description = "Publish the frames of a camera, stream or file",
    footer = {
      "",
      "A file is read as fast as the detectors follow and loses nothing (--mode file). "
          + "Everything else keeps real time: frames that would come too late are dropped, and "
          + "counted, and a source that ends or breaks off is opened again (--mode live). A video "
          + "behind a URL is therefore played again and again, unless --mode file is given. Stopped before "
          + "the end of what has one, it exits with 130. For many cameras see 'mien cameras'."
    })
public final class IngestCommand implements Callable<Integer> {

  @Option(
      names = "--source",
      paramLabel = "<file|url|device>",
      required = true,
      description = "video file, rtsp:// or http:// stream, or device such as /dev/video0")
  private String source;

  @Option(
      names = "--camera",
      paramLabel = "<id>",
      required = true,
      description = "name of the camera in every event")
  private String camera;

  @Option(
      names = "--mode",
      paramLabel = "<live|file>",
      description = "keep real time, or lose nothing (default: file for files, else live)")
  private IngestConfig.@Nullable Mode mode;

  @Option(names = "--loop", description = "play a file again and again")
  private boolean loop;

  @Option(
      names = "--backlog",
      paramLabel = "<frames>",
      description =
          "frames that may wait for the detectors before a file waits, too, lest Kafka delete them"
              + " unread (default: 2000)")
  private @Nullable Integer backlog;

  @Mixin private DelayOptions delay;

  @Mixin private SourceOptions options;

  @Mixin private FfmpegOptions ffmpeg;

  @Mixin private ClusterOptions cluster;

  @Mixin private ServerOptions server;

  @Mixin private TracingOptions traces;

  @Override
  public Integer call() throws InterruptedException {
    IngestConfig config =
        options
            .applyTo(IngestConfig.of(new Source(source, ffmpeg.byName()), camera))
            .withLoop(loop)
            .withBacklog(backlog());
    IngestConfig chosen = mode == null ? config : config.withMode(mode);
    try (Tracing tracing = traces.open("mien-ingest")) {
      boolean stopped =
          StageProcess.run(
              registry -> new IngestStage(chosen, cluster.cluster(), registry, tracing),
              server.address());
      return stopped && !chosen.endless() ? StopSignal.EXIT_CODE : 0;
    }
  }

  private Backlog backlog() {
    Backlog given = delay.backlog();
    return backlog == null ? given : given.withFrames(backlog);
  }
}

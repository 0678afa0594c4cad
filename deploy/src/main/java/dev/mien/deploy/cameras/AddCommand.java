// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.FfmpegOptions;
import dev.mien.deploy.options.HeightOption;
import dev.mien.events.Camera;
import dev.mien.ingest.Source;
import dev.mien.ingest.fleet.CameraTopic;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien cameras add}. */
@Command(
    name = "add",
    customSynopsis = "mien cameras add <id> --source <url|device|file> [<options>]",
    description = "Have a camera read, or one that is there read otherwise",
    footer = {
      "",
      "A device or file must be there on every machine that runs 'mien cameras run'. A file is played again "
          + "and again, in its own time. Who may read mien.cameras sees the address and the options of "
          + "FFmpeg, with their passwords."
    })
final class AddCommand implements Callable<Integer> {

  @Parameters(paramLabel = "<id>", description = "name of the camera in every event")
  private String id;

  @Option(
      names = "--source",
      paramLabel = "<url|device|file>",
      required = true,
      description = "rtsp:// or http:// stream, device such as /dev/video0, or path of a video")
  private String source;

  @Option(
      names = "--fps",
      paramLabel = "<n>",
      description = "frames to keep of each second of the source (default: all)")
  private @Nullable Double fps;

  @Mixin private HeightOption height;

  @Mixin private FfmpegOptions ffmpeg;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Source named = FleetSource.of(new Source(source, ffmpeg.byName()));
    Camera camera =
        new Camera(id, named.address(), maxFps(), height.pixels().orElse(0), named.options());
    new CameraTopic(cluster.cluster()).put(camera);
    spec.commandLine().getOut().println(id + " is " + named);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private double maxFps() {
    if (fps == null) {
      return 0; // all of them
    }
    if (!(fps > 0 && fps <= Camera.MAX_FPS)) {
      throw new IllegalArgumentException(
          "--fps is %s, expected more than 0 and at most %.0f, or leave it out to keep every frame"
              .formatted(fps, Camera.MAX_FPS));
    }
    return fps;
  }
}

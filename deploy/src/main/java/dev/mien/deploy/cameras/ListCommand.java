// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.events.Camera;
import dev.mien.ingest.fleet.CameraTopic;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code mien cameras list}. */
@Command(
    name = "list",
    customSynopsis = "mien cameras list [<options>]",
    description = "Show the cameras that are to be read",
    footer = {
      "",
      "'mien cameras list --json --with-passwords > cameras.jsonl' writes what 'mien cameras apply "
          + "cameras.jsonl' takes. Without its second option passwords are *** there, which 'apply' refuses."
    })
final class ListCommand implements Callable<Integer> {

  private static final String ROW = "%-24s  %5s  %6s  %s%n";

  @Option(
      names = "--json",
      description = "print a line of JSON for each, nothing where there is none")
  private boolean json;

  @Option(names = "--with-passwords", description = "show them in the sources, not ***")
  private boolean withPasswords;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Camera> cameras =
        new CameraTopic(cluster.cluster()).cameras().values().stream().map(this::shown).toList();
    if (json) {
      cameras.forEach(camera -> out.println(CameraFile.line(camera)));
    } else if (cameras.isEmpty()) {
      out.println("no camera is named: 'mien cameras add' does it");
    } else {
      out.printf(ROW, "camera", "fps", "height", "source");
      cameras.forEach(
          camera -> out.printf(ROW, camera.camera(), fps(camera), height(camera), source(camera)));
    }
    out.flush();
    return 0;
  }

  private Camera shown(Camera camera) {
    return withPasswords ? camera : FleetSource.redacted(camera);
  }

  private static String fps(Camera camera) {
    return camera.maxFps() == 0
        ? "all"
        : BigDecimal.valueOf(camera.maxFps()).stripTrailingZeros().toPlainString();
  }

  private static String height(Camera camera) {
    return camera.maxHeight() == 0 ? "any" : Integer.toString(camera.maxHeight());
  }

  /** Names the options of FFmpeg; a value may be a password. */
  private static String source(Camera camera) {
    String options = String.join(", ", camera.ffmpegOptions().keySet());
    return camera.source() + (options.isEmpty() ? "" : " (" + options + ")");
  }
}

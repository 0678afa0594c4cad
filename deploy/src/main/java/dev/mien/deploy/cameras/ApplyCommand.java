// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import dev.mien.deploy.cameras.CameraChange.Kind;
import dev.mien.deploy.options.ClusterOptions;
import dev.mien.events.Camera;
import dev.mien.ingest.fleet.CameraTopic;
import dev.mien.runtime.FileProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code mien cameras apply}. */
@Command(
    name = "apply",
    customSynopsis = "mien cameras apply <file> [--prune] [--dry-run] [<options>]",
    description = "Have the cameras of a file read as it says",
    footer = {
      "",
      "A line of the file is a camera as it lies in mien.cameras, and as 'mien cameras list --json "
          + "--with-passwords' prints it:",
      "",
      "  {\"camera\":\"door\",\"source\":\"rtsp://me:secret@10.0.0.7/1\",\"maxFps\":5}",
      "",
      "maxFps is 0 to keep all frames; \"maxHeight\":720 scales higher ones down, \"ffmpegOptions\":"
          + "{\"rtsp_transport\":\"udp\"} are options of FFmpeg, both may be left out. All lines are checked before anything is written, and only what differs "
          + "is written, so the command may be given again at any time."
    })
final class ApplyCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  @Parameters(paramLabel = "<file>", description = "cameras, one a line; - for standard input")
  private String file;

  @Option(
      names = "--prune",
      description = "remove the cameras that are not in the file, which are left otherwise")
  private boolean prune;

  @Option(names = "--dry-run", description = "say what would be done, and write nothing")
  private boolean dryRun;

  @Mixin private ClusterOptions cluster;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Camera> wanted = CameraFile.read(name(), text());
    CameraTopic topic = new CameraTopic(cluster.cluster());
    List<CameraChange> changes = CameraChange.between(wanted, topic.cameras(), prune);
    if (!dryRun) {
      write(changes, topic);
    }
    PrintWriter out = spec.commandLine().getOut();
    changes.forEach(out::println);
    out.println((dryRun ? "--dry-run, nothing is written: " : "") + sum(changes));
    out.flush();
    return 0;
  }

  private String name() {
    return file.equals(STANDARD_INPUT) ? "standard input" : file;
  }

  private byte[] text() {
    try {
      return file.equals(STANDARD_INPUT)
          ? System.in.readAllBytes()
          : Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new IllegalArgumentException(name() + ": " + FileProblem.reason(e), e);
    }
  }

  private static void write(List<CameraChange> changes, CameraTopic topic) {
    List<Camera> put = cameras(changes, Set.of(Kind.ADDED, Kind.CHANGED));
    List<Camera> removed = cameras(changes, Set.of(Kind.REMOVED));
    if (!put.isEmpty() || !removed.isEmpty()) {
      topic.change(put, removed.stream().map(Camera::camera).toList());
    }
  }

  private static List<Camera> cameras(List<CameraChange> changes, Set<Kind> kinds) {
    return changes.stream()
        .filter(change -> kinds.contains(change.kind()))
        .map(CameraChange::camera)
        .toList();
  }

  private static String sum(List<CameraChange> changes) {
    return Arrays.stream(Kind.values())
        .map(kind -> cameras(changes, Set.of(kind)).size() + " " + kind.word())
        .collect(Collectors.joining(", "));
  }
}

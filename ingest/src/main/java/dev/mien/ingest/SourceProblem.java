// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import dev.mien.events.Frame;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a source, in words that say what to do about it. */
final class SourceProblem {

  private SourceProblem() {}

  /**
   * Finds what can be found without FFmpeg, whose words for it are poor.
   *
   * @throws StageFailure if there is nothing to open
   */
  static void check(Source source) {
    if (source.kind() == Source.Kind.URL || source.numbered()) {
      return;
    }
    String problem = problem(source);
    if (problem != null) {
      throw new StageFailure(problem);
    }
  }

  private static @Nullable String problem(Source source) {
    Path path = path(source);
    if (path == null || !Files.exists(path)) {
      return source.kind() == Source.Kind.DEVICE
          ? "no device " + source + ": is the camera plugged in? 'ls /dev/video*' shows which are"
          : "no file '"
              + source
              + "'"
              + (path == null ? "" : " at " + path.toAbsolutePath())
              + ": check the path; a URL starts with rtsp:// or http://, a camera is /dev/video0";
    }
    if (Files.isDirectory(path)) {
      return "'"
          + source
          + "' is a folder: name a video, or numbered pictures as '"
          + source
          + "/%04d.png'";
    }
    if (!Files.isReadable(path)) {
      return "no permission to read '"
          + source
          + "': "
          + (source.kind() == Source.Kind.DEVICE
              ? "add the user to the group 'video'"
              : "check owner and mode of the file");
    }
    return empty(path) ? "'" + source + "' is empty (0 bytes): was it copied to its end?" : null;
  }

  private static @Nullable Path path(Source source) {
    try {
      return source.path();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean empty(Path path) {
    try {
      return Files.isRegularFile(path) && Files.size(path) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Says why a source could not be opened. */
  static StageFailure opening(Source source, IOException e) {
    String remedy =
        switch (source.kind()) {
          case FILE ->
              "check that it is a video and plays elsewhere; a recording that was cut off may lack"
                  + " its index";
          case DEVICE -> "check that no other program uses the camera";
          case URL -> "check address, user and password, and that this machine can reach it";
        };
    return new StageFailure(
        "cannot open '" + source + "': " + e.getMessage() + "; " + remedy + options(source), e);
  }

  private static String options(Source source) {
    return source.options().isEmpty()
        ? ""
        : "; check the FFmpeg options as well: " + names(source.options().keySet());
  }

  /** Fails if it was opened with options of which FFmpeg made no use. */
  static void checkUse(Source source, Collection<String> unused) {
    if (!unused.isEmpty()) {
      throw new StageFailure(
          "cannot open '%s' as wished: FFmpeg has no use for the options %s there; check their names, or leave them out"
              .formatted(source, names(unused)));
    }
  }

  /** Without the values, one of which may be a password. */
  private static String names(Collection<String> options) {
    return options.stream().sorted().collect(Collectors.joining(", "));
  }

  /** Fails if its pictures have too many pixels. */
  static void checkSize(Source source, int width, int height) {
    if (Math.max(width, height) > Frame.MAX_SIDE || (long) width * height > Frame.MAX_PIXELS) {
      throw new StageFailure(
          "cannot read '%s': its pictures have %d x %d pixels, expected %d a side and %d altogether at most; scale it down"
              .formatted(source, width, height, Frame.MAX_SIDE, Frame.MAX_PIXELS));
    }
  }

  /** Says where a source broke off. */
  static StageFailure reading(Source source, long positionMicros, IOException e) {
    return new StageFailure(
        "cannot read '"
            + source
            + "' after "
            + positionMicros / 1000
            + " ms: "
            + e.getMessage()
            + "; start again when it can be read",
        e);
  }
}

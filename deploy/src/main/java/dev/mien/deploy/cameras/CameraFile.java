// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mien.events.BadRecord;
import dev.mien.events.Camera;
import dev.mien.events.Wire;
import dev.mien.ingest.Source;
import dev.mien.ingest.video.InputOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Cameras as they lie in {@code mien.cameras}: a JSON object a line. Blank lines are none. */
final class CameraFile {

  private static final String FORM =
      "expected lines such as {\"camera\":\"door\",\"source\":\"rtsp://10.0.0.7/1\",\"maxFps\":0}";

  private final List<Camera> cameras = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  private CameraFile() {}

  /**
   * Reads all.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException naming every line that is no camera, or has the id of another;
   *     or if there is no camera at all
   */
  static List<Camera> read(String name, byte[] text) {
    CameraFile file = new CameraFile();
    // What is no line end in this is none in UTF-8, which is for the reader of JSON to check.
    List<String> lines = new String(text, ISO_8859_1).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        file.read(i + 1, lines.get(i).getBytes(ISO_8859_1));
      }
    }
    file.check(name);
    return file.cameras;
  }

  /** Returns the line of a camera, in ASCII: a terminal may have any other character set. */
  static String line(Camera camera) {
    return new String(Wire.write(camera), UTF_8)
        .chars()
        .mapToObj(c -> c < 0x7f ? Character.toString(c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }

  private void read(int line, byte[] json) {
    try {
      Camera camera = Wire.readStrictly(json, Camera.class);
      @Nullable Integer before = lines.putIfAbsent(camera.camera(), line);
      if (before != null) {
        throw new IllegalArgumentException(
            "camera '%s' is in line %d already: leave one out".formatted(camera.camera(), before));
      }
      Source source = FleetSource.of(new Source(camera.source(), camera.ffmpegOptions()));
      requireKnown(source);
      cameras.add(FleetSource.with(camera, source));
    } catch (BadRecord e) {
      problem(line, words(json, e));
    } catch (IllegalArgumentException e) {
      problem(line, String.valueOf(e.getMessage()));
    }
  }

  /** On a command line, {@link dev.mien.deploy.options.FfmpegOptions} does. */
  private static void requireKnown(Source named) {
    List<String> unknown = InputOptions.unknown(named.options().keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "source %s: FFmpeg has no option %s for any source, check its name"
              .formatted(named, String.join(", ", unknown)));
    }
  }

  /** A wrong line may have an address anywhere, and what FFmpeg is to be told may be a password. */
  private static String words(byte[] json, BadRecord wrong) {
    return new String(json, ISO_8859_1).contains("ffmpegOptions")
        ? "camera and source must be texts in double quotes, maxFps and maxHeight numbers, ffmpegOptions an object of texts, and nothing else"
        : Source.redacted(wrong.getMessage());
  }

  private void problem(int line, String words) {
    problems.add("%n  line %d: %s".formatted(line, words));
  }

  private void check(String name) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has wrong lines, so nothing is changed:%s%n  %s"
              .formatted(name, String.join("", problems), FORM));
    }
    if (cameras.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no camera, expected at least one: 'mien cameras remove' takes away the last one"
              .formatted(name));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.options;

import dev.mien.ingest.video.InputOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** How FFmpeg opens a source of frames. */
public final class FfmpegOptions {

  /** What is no name may be a password that was meant to be a value, and is not shown. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

  // No map: picocli shows what is none, and it may be a password.
  @Option(
      names = "--ffmpeg-option",
      paramLabel = "<name=value>",
      description =
          "one option that FFmpeg has for such a source, for example rtsp_transport=udp or video_size=1280x720; may be repeated, wins over what Mien sets")
  private List<String> options = new ArrayList<>();

  /**
   * Returns the values by their names.
   *
   * @throws IllegalArgumentException if one is no {@code name=value}, or FFmpeg has none of its
   *     name for any source
   */
  public Map<String, String> byName() {
    Map<String, String> values = new HashMap<>();
    for (String option : options) {
      int end = option.indexOf('=');
      if (end <= 0 || !NAME.matcher(option.substring(0, end)).matches()) {
        throw new IllegalArgumentException(
            "an --ffmpeg-option has no name or no '=': expected name=value, for example rtsp_transport=udp");
      }
      values.put(option.substring(0, end), option.substring(end + 1));
    }
    checkKnown(values);
    return values;
  }

  private static void checkKnown(Map<String, String> values) {
    List<String> unknown = InputOptions.unknown(values.keySet());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--ffmpeg-option %s: FFmpeg has no such option for any source, check its name"
              .formatted(String.join(", ", unknown)));
    }
  }
}

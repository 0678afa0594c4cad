// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.ingest.TestVideo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningIT {

  @TempDir Path folder;

  @Test
  void keepsTheDelayThatJavaCvWritesOver() throws IOException {
    FFmpegFrameGrabber opened =
        Opening.open(
            "file:" + TestVideo.face(folder),
            false,
            Map.of("max_delay", "250000", "seek2any", "1"));

    assertThat(opened.getFormatContext().max_delay()).isEqualTo(250_000);
    assertThat(opened.getFormatContext().seek2any()).isEqualTo(1);
    Opening.close(opened);
  }
}

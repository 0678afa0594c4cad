// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static dev.mien.ingest.VideoReader.assertThatOpening;
import static dev.mien.ingest.VideoReader.config;
import static dev.mien.ingest.VideoReader.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The user's own options for FFmpeg. */
class VideoOptionsIT {

  @TempDir Path folder;

  @Test
  void givesOptionsToWhatReadsTheSource() throws IOException {
    List<Jpeg> pictures = List.of(read(config(TestVideo.face(folder))).get(0).jpeg());
    // One of HTTP, one of the TCP that carries it, one of the format, one of all formats.
    Map<String, String> options =
        Map.of(
            "user_agent",
            "mien",
            "timeout",
            "60000000",
            "strict_mime_boundary",
            "1",
            "probesize",
            "5000");
    try (MjpegServer camera = new MjpegServer(pictures, 0)) {

      assertThat(read(IngestConfig.of(new Source(camera.address(), options), "cam"))).hasSize(1);

      assertThat(camera.userAgent()).isEqualTo("mien");
    }
  }

  @Test
  void anOptionWinsOverMiensOwn() throws IOException {
    Path pictures = TestVideo.shades(folder.resolve("picture%02d.jpg"), 3);
    Source lastTwo = new Source(pictures.toString(), Map.of("start_number", "2"));

    assertThat(read(IngestConfig.of(lastTwo, "cam"))).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"'', RTP/AVP/TCP", "udp, RTP/AVP/UDP"})
  void asksForAnotherTransportIfItIsToldTo(String option, String transport) throws IOException {
    Map<String, String> options = option.isEmpty() ? Map.of() : Map.of("rtsp_transport", option);
    try (RtspServer camera = new RtspServer()) {

      assertThatOpening(new Source(camera.address(), options))
          .hasMessageContaining(camera.address());

      assertThat(camera.transports()).isNotEmpty().allMatch(asked -> asked.startsWith(transport));
    }
  }

  @Test
  void namesTheOptionsThatALiveSourceHasNoUseForButNotTheirValues() throws IOException {
    List<Jpeg> pictures = List.of(read(config(TestVideo.face(folder))).get(0).jpeg());
    Map<String, String> options =
        Map.of("user_agent", "mien", "video_size", "s3cret", "rtmp_pageurl", "s3cret");
    try (MjpegServer camera = new MjpegServer(pictures, 0);
        VideoSource source =
            new VideoSource(IngestConfig.of(new Source(camera.address(), options), "cam"))) {

      assertThatThrownBy(source::open)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("no use for the options rtmp_pageurl, video_size there")
          .hasMessageNotContaining("s3cret");
    }
  }

  @ParameterizedTest
  @CsvSource({"timeout", "user_agent", "start_number", "rtsp_transport"})
  void namesAnOptionThatAFileHasNoUseFor(String option) throws IOException {
    String file = TestVideo.face(folder).toString();

    assertThatOpening(new Source(file, Map.of(option, "1")))
        .hasMessageContaining("face.mp4' as wished: FFmpeg has no use for the options " + option);
  }

  @Test
  void namesTheOptionsButNotTheirValuesWhereOneMayNotFit() throws IOException {
    String file = TestVideo.face(folder).toString();

    assertThatOpening(new Source(file, Map.of("probesize", "s3cret")))
        .hasMessageEndingWith("; check the FFmpeg options as well: probesize")
        .hasMessageNotContaining("s3cret");
  }
}

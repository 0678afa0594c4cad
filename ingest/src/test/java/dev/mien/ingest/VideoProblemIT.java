// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static dev.mien.ingest.VideoReader.assertThatOpening;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of sources that cannot be read. */
class VideoProblemIT {

  @TempDir Path folder;

  @Test
  void namesAMissingFile() {
    assertThatOpening("nowhere.mp4")
        .hasMessageContaining("no file 'nowhere.mp4' at /")
        .hasMessageContaining("check the path");
  }

  @Test
  void namesAMissingCamera() {
    assertThatOpening("/dev/video77").hasMessageContaining("no device /dev/video77");
  }

  @Test
  void namesAFolder() {
    assertThatOpening(folder.toString()).hasMessageContaining("is a folder");
  }

  @Test
  void namesAnEmptyFile() throws IOException {
    assertThatOpening(Files.createFile(folder.resolve("empty.mp4")).toString())
        .hasMessageContaining("is empty (0 bytes)");
  }

  @Test
  void namesAFileThatIsNoVideo() throws IOException {
    assertThatOpening(Files.writeString(folder.resolve("notes.mp4"), "no video").toString())
        .hasMessageContaining("notes.mp4': Invalid data found when processing input; check that");
  }

  @Test
  void namesAVideoOfWhichNothingCanBeDecoded() throws IOException {
    Path file = TestVideo.face(folder);
    byte[] bytes = Files.readAllBytes(file);
    int pictures = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
    Arrays.fill(bytes, pictures, bytes.length, (byte) 0);
    Files.write(file, bytes);

    assertThatOpening(file.toString())
        .hasMessageContaining("after 0 ms: it ended before the first frame");
  }

  @Test
  void namesAVideoWithTooManyPixelsWhenItIsOpened() throws IOException {
    Path file = TestVideo.noise(folder.resolve("wide.mkv"), 16_400, 16, 1);

    try (VideoSource source =
        new VideoSource(IngestConfig.of(new Source(file.toString()), "camera"))) {
      assertThatThrownBy(source::open)
          .isInstanceOf(StageFailure.class)
          .hasMessageContaining("wide.mkv': its pictures have 16400 x 16 pixels, expected 16384");
    }
  }

  @Test
  void namesAFileWithSoundOnly() throws IOException {
    assertThatOpening(TestVideo.silence(folder.resolve("sound.wav")).toString())
        .hasMessageContaining("it has no video stream");
  }

  @Test
  void namesAnAddressThatRefusesButNotItsPassword() {
    assertThatOpening("rtsp://admin:s3cret@127.0.0.1:1/stream")
        .hasMessageContaining("rtsp://admin:***@127.0.0.1:1/stream': ")
        .hasMessageNotContaining("s3cret");
  }
}

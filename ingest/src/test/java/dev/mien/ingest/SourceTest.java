// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

  @ParameterizedTest
  @CsvSource({
    "clip.mp4, FILE",
    "12:30.mp4, FILE",
    "/dev/video0, DEVICE",
    "/dev/v4l/by-id/usb-cam, DEVICE",
    "rtsp://camera.local/stream, URL",
    "http://host/a.mp4, URL",
  })
  void knowsHowItIsReached(String address, Source.Kind kind) {
    assertThat(new Source(address).kind()).isEqualTo(kind);
  }

  @Test
  void keepsAFileNameFromBeingTakenForAProtocol() {
    assertThat(new Source("12:30.mp4").input()).isEqualTo("file:12:30.mp4");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://admin:s3cret@camera/1, rtsp://admin:***@camera/1",
    "rtsp://admin@camera/1, rtsp://admin@camera/1",
    "http://host:8080/a@b, http://host:8080/a@b",
    "clip.mp4, clip.mp4",
  })
  void hidesThePasswordInMessages(String address, String shown) {
    assertThat(new Source(address)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource({"frames/%04d.png, true", "frames/%d.jpg, true", "clip.mp4, false"})
  void knowsNumberedPictures(String address, boolean numbered) {
    assertThat(new Source(address).numbered()).isEqualTo(numbered);
  }

  @Test
  void saysWhatASourceMayBeIfThereIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Source(" "))
        .withMessageContaining("video file")
        .withMessageContaining("rtsp://");
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {

  @ParameterizedTest
  @CsvSource({
    "clip.mp4, FILE",
    "12:30.mp4, FILE",
    "/dev/video0, DEVICE",
    "/dev/v4l/by-id/usb-cam, DEVICE",
    "/dev/shm/clip.mp4, FILE",
    "/dev/fd/63, FILE",
    "/dev/stdin, FILE",
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
    "file:///home/me/a.mp4, /home/me/a.mp4",
    "file:///home/me/a%20b.mp4, /home/me/a b.mp4",
    "file:///home/me/a b%.mp4, /home/me/a b%.mp4",
    "file:///home/me/%04d.png, /home/me/%04d.png",
    "file://a.mp4, a.mp4",
  })
  void takesTheUrlOfAFileForTheFile(String url, String path) {
    assertThat(new Source(url)).isEqualTo(new Source(path));
    assertThat(new Source(url).kind()).isEqualTo(Source.Kind.FILE);
  }

  @Test
  void hidesItsOptionsInMessages() {
    Source source = new Source("http://camera/1", Map.of("headers", "Authorization: s3cret"));

    assertThat(source.toString()).isEqualTo("http://camera/1");
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://admin:s3cret@camera/1, rtsp://admin:***@camera/1",
    "rtsp://admin@camera/1, rtsp://admin@camera/1",
    "rtsp://admin:p@ss@10.0.0.5/1, rtsp://admin:***@10.0.0.5/1",
    "rtsp://me@home:p:ss@10.0.0.5:554/1, rtsp://me@home:***@10.0.0.5:554/1",
    "rtsp://:s3cret@[::1]:554/1, rtsp://:***@[::1]:554/1",
    "http://host:8080/a@b, http://host:8080/a@b",
    "http://host:8080?to=a@b, http://host:8080?to=a@b",
    "rtsp://[::1]:554/a@b, rtsp://[::1]:554/a@b",
    "rtsp://10.0.0.5/user=a&password=x1&channel=1, rtsp://10.0.0.5/user=a&password=***&channel=1",
    "http://cam/v?usr=a&PWD=x1#live, http://cam/v?usr=a&PWD=***#live",
    "http://cam/v?access_token=a/b+c==, http://cam/v?access_token=***",
    "http://me:x1@cam/v?Pass=x2&secret=x3, http://me:***@cam/v?Pass=***&secret=***",
    "clip.mp4, clip.mp4",
    "token=1.mp4, token=1.mp4",
  })
  void hidesThePasswordInMessages(String address, String shown) {
    assertThat(new Source(address)).hasToString(shown);
    assertThat(new Source(address).isRedacted()).isFalse();
    assertThat(new Source(shown).isRedacted()).isEqualTo(!shown.equals(address));
  }

  @Test
  void knowsThatOneOfSeveralSecretsIsLeftOut() {
    assertThat(new Source("http://me:x1@cam/v?token=***").isRedacted()).isTrue();
    assertThat(new Source("http://me:***@cam/v?token=x1").isRedacted()).isTrue();
    assertThat(new Source("http://cam/***").isRedacted()).isFalse();
    assertThat(new Source("/films/token=***").isRedacted()).isFalse();
  }

  @Test
  void hidesWhatOptionsSayAndKnowsIt() {
    Source source = new Source("http://me:x1@cam/v", Map.of("headers", "Authorization: x2"));

    assertThat(source.isRedacted()).isFalse();
    assertThat(source.redacted())
        .isEqualTo(new Source("http://me:***@cam/v", Map.of("headers", "***")));
    assertThat(new Source("http://cam/v", Map.of("headers", "***")).isRedacted()).isTrue();
  }

  @Test
  void hidesThePasswordsOfAUrlInAnyText() {
    assertThat(Source.redacted("camera id 'http://me:x1@cam/v?token=x2 ' is not valid"))
        .isEqualTo("camera id 'http://me:***@cam/v?token=*** ' is not valid");
  }

  @ParameterizedTest
  @CsvSource({"frames/%04d.png, true", "frames/%d.jpg, true", "clip.mp4, false"})
  void knowsNumberedPictures(String address, boolean numbered) {
    assertThat(new Source(address).numbered()).isEqualTo(numbered);
  }

  @Test
  void takesAFileWithSuchANameForTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("my%20dog.mp4"));

    assertThat(new Source(file.toString()).numbered()).isFalse();
  }

  @Test
  void saysWhatASourceMayBeIfThereIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Source(" "))
        .withMessageContaining("video file")
        .withMessageContaining("rtsp://");
  }
}

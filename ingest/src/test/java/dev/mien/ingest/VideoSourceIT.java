// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static dev.mien.ingest.VideoReader.config;
import static dev.mien.ingest.VideoReader.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mien.events.Frame;
import dev.mien.ingest.video.VideoDecoder;
import dev.mien.runtime.StageFailure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which frames a source gives, and when they were. */
class VideoSourceIT {

  @TempDir Path folder;

  @Test
  void readsEveryFrameOfAVideo() throws IOException {
    List<CapturedFrame> frames = read(config(TestVideo.face(folder)));

    assertThat(frames).hasSize(50);
    assertThat(frames.get(49).frame().number()).isEqualTo(49);
    assertThat(frames.get(49).frame().positionMicros()).isEqualTo(49 * 40_000);
    assertThat(frames).allSatisfy(frame -> assertThat(frame.frame().camera()).isEqualTo("cam"));
    BufferedImage picture = TestVideo.decoded(frames.get(0).jpeg());
    assertThat(picture.getWidth()).isEqualTo(frames.get(0).frame().width()).isEqualTo(400);
    assertThat(picture.getHeight()).isEqualTo(frames.get(0).frame().height()).isEqualTo(300);
  }

  @Test
  @Timeout(60)
  void opensWhileAnotherHangs() throws Exception {
    Path file = TestVideo.face(folder);
    CompletableFuture<Void> hanging;
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      VideoDecoder hangs =
          new VideoDecoder("http://127.0.0.1:" + silent.getLocalPort() + "/a", true);
      hanging =
          CompletableFuture.runAsync(
              () -> assertThatThrownBy(() -> hangs.open(Map.of())).isInstanceOf(IOException.class));
      try (Socket asked = silent.accept()) {
        assertThat(asked.getInputStream().read()).as("it waits for an answer").isEqualTo('G');

        assertThat(read(config(file))).hasSize(50);

        assertThat(hanging).isNotDone();
      }
    }
    hanging.get();
  }

  @Test
  void givesTheSameFramesEveryTime() throws IOException {
    Path file = TestVideo.face(folder);

    List<CapturedFrame> again = read(config(file).withMaxFps(10));

    assertThat(again).hasSize(20);
    assertThat(read(config(file).withMaxFps(10)))
        .extracting(CapturedFrame::jpeg)
        .containsExactlyElementsOf(again.stream().map(CapturedFrame::jpeg).toList());
  }

  @Test
  void showsInEveryPictureItsOwnFrame() throws IOException {
    Path file = TestVideo.shades(folder.resolve("shades.mkv"), 50);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames).hasSize(50);
    for (CapturedFrame frame : frames) {
      int shade = TestVideo.shade(frame.frame().number());
      assertThat(TestVideo.middle(frame.jpeg())).isCloseTo(shade, within(1));
    }
  }

  @Test
  void readsInterlacedVideo() throws IOException {
    Path file = TestVideo.television(folder.resolve("tv.mpg"), "mpeg2video", 10);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames).hasSize(10);
    assertThat(TestVideo.middle(frames.get(9).jpeg())).isCloseTo(TestVideo.shade(9), within(5));
  }

  @Test
  void keepsTheTimesOfAVariableFrameRate() throws IOException {
    long[] times = {0, 40_000, 320_000, 360_000, 1_520_000};
    Path file = TestVideo.shades(folder.resolve("vfr.mkv"), times.length, i -> times[(int) i]);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames)
        .extracting(frame -> frame.frame().positionMicros())
        .containsExactlyElementsOf(Arrays.stream(times).boxed().toList());
  }

  @Test
  void takesTimesFromTheRateWhereThereAreNone() throws IOException {
    Path file = TestVideo.shades(folder.resolve("bare.mjpeg"), 5);

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames)
        .extracting(frame -> frame.frame().positionMicros())
        .containsExactly(0L, 40_000L, 80_000L, 120_000L, 160_000L);
  }

  @Test
  void takesTimesOfACameraWithoutAnyFromTheArrival() throws IOException {
    Path file = TestVideo.shades(folder.resolve("shades.mkv"), 20);
    List<Jpeg> pictures = read(config(file)).stream().map(CapturedFrame::jpeg).toList();
    List<CapturedFrame> frames = new ArrayList<>();
    List<Long> readNanos = new ArrayList<>();
    try (MjpegServer camera = new MjpegServer(pictures, 100);
        VideoSource source =
            new VideoSource(IngestConfig.of(new Source(camera.address()), "cam"))) {
      source.open();
      for (CapturedFrame frame = source.read(); frame != null; frame = source.read()) {
        readNanos.add(System.nanoTime());
        frames.add(frame);
      }

      assertThat(frames).hasSize(20);
      for (int i = 1; i < 20; i++) {
        // Each arrived after it was sent, and before it was read.
        assertThat(frames.get(i).frame().positionMicros())
            .isGreaterThanOrEqualTo((camera.sentNanos(i) - readNanos.get(0)) / 1000)
            .isLessThanOrEqualTo((readNanos.get(i) - camera.sentNanos(0)) / 1000 + 1);
      }
    }
  }

  @Test
  void thinsOutByPositionAndNumbersWhatIsKept() throws IOException {
    Path file = TestVideo.shades(folder.resolve("shades.mkv"), 50);

    List<CapturedFrame> frames = read(config(file).withMaxFps(5));

    assertThat(frames)
        .extracting(frame -> frame.frame().positionMicros() / 1000)
        .containsExactly(0L, 200L, 400L, 600L, 800L, 1000L, 1200L, 1400L, 1600L, 1800L);
    assertThat(frames).last().extracting(frame -> frame.frame().number()).isEqualTo(9L);
  }

  @Test
  void estimatesHowManyFramesThereAre() throws IOException {
    try (VideoSource source = new VideoSource(config(TestVideo.face(folder)).withMaxFps(5))) {
      source.open();

      assertThat(source.frames()).hasValue(10);
      assertThat(source.frameRate()).hasValue(5);
    }
  }

  @Test
  void readsNumberedPictures() throws IOException {
    Path pictures = TestVideo.shades(folder.resolve("picture%02d.jpg"), 3);

    List<CapturedFrame> frames = read(config(pictures));

    assertThat(folder.resolve("picture03.jpg")).exists();
    assertThat(frames)
        .extracting(CapturedFrame::frame)
        .extracting(Frame::number)
        .containsExactly(0L, 1L, 2L);
    for (CapturedFrame frame : frames) {
      int shade = TestVideo.shade(frame.frame().number());
      assertThat(TestVideo.middle(frame.jpeg())).isCloseTo(shade, within(1));
    }
  }

  @Test
  void readsNumberedPicturesFromTheFirstOneOn() throws IOException {
    Path pictures = TestVideo.shades(folder.resolve("picture%02d.jpg"), 3);
    for (int number = 1; number <= 3; number++) {
      Path picture = folder.resolve("picture0" + number + ".jpg");
      Files.move(picture, folder.resolve("picture4" + number + ".jpg"));
    }

    assertThat(read(config(pictures))).hasSize(3);

    Files.delete(folder.resolve("picture42.jpg"));
    assertThatThrownBy(() -> read(config(pictures)))
        .isInstanceOf(StageFailure.class)
        .hasMessageContaining("number 42 is missing");
  }
}

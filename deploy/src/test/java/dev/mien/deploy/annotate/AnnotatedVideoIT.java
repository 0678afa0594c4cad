// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.annotate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.deploy.pipeline.Clip;
import dev.mien.events.Frame;
import dev.mien.ingest.CapturedFrame;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.ingest.VideoSource;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class AnnotatedVideoIT {

  private static final long TICK_MICROS = 100;

  @TempDir private Path folder;

  @Test
  void keepsTheTimesOfAClipThatIsThinnedOut() throws IOException {
    Source clip = new Source(Clip.copyTo(folder).toString());
    List<Long> positions = new ArrayList<>();
    Path file = folder.resolve("thin.mp4");
    try (VideoSource source = new VideoSource(IngestConfig.of(clip, "clip").withMaxFps(24));
        AnnotatedVideo video = new AnnotatedVideo(file)) {
      source.open();
      for (CapturedFrame next = source.read(); next != null; next = source.read()) {
        positions.add(next.frame().positionMicros());
        video.write(next.jpeg().bytes(), next.frame().positionMicros(), List.of());
      }
    }

    assertThat(positions).hasSizeGreaterThan(250);
    assertSameTimes(timesOf(file), positions);
  }

  @Test
  void keepsEveryFrameHoweverIrregularTheyCome() throws IOException {
    List<Long> positions = List.of(0L, 1L, 2L, 16_667L, 50_000L, 50_001L, 900_000L, 3_600_000_000L);
    Path file = folder.resolve("irregular.mp4");
    try (AnnotatedVideo video = new AnnotatedVideo(file)) {
      for (long position : positions) {
        video.write(picture(), position, List.of());
      }
    }

    assertSameTimes(timesOf(file), positions);
  }

  @Test
  void makesSmallerWhatTheEncoderDoesNotTake() throws IOException {
    Path file = folder.resolve("large.mp4");
    try (AnnotatedVideo video = new AnnotatedVideo(file)) {
      video.write(picture(5312, 2988), 0, List.of());
    }

    try (VideoSource source =
        new VideoSource(IngestConfig.of(new Source(file.toString()), "large"))) {
      source.open();
      Frame frame = Objects.requireNonNull(source.read()).frame();
      assertThat(frame.width()).isEqualTo(4000);
      assertThat(frame.height()).isEqualTo(2250);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void saysThatItsEndCouldNotBeWritten() throws Exception {
    Path whole = folder.resolve("whole.mp4");
    FewFrames.main(whole.toString());
    long kilobytes = (Files.size(whole) - 1) / 1024; // all, but for the end of the index
    Path cut = folder.resolve("cut.mp4");

    Process limited =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f \"$0\" && exec \"$@\"",
                String.valueOf(kilobytes),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", // a file, which would be too large
                "-cp",
                System.getProperty("java.class.path"),
                FewFrames.class.getName(),
                cut.toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(limited.getInputStream().readAllBytes(), UTF_8);
    assertThat(limited.waitFor()).as(said).isNotZero();
    assertThat(said).contains("the video " + cut + " has no end");
  }

  /** Writes a video in a process of its own, of which the size of files can be limited. */
  static final class FewFrames {

    public static void main(String... file) throws IOException {
      try (AnnotatedVideo video = new AnnotatedVideo(Path.of(file[0]))) {
        for (int i = 0; i < 500; i++) {
          video.write(picture(), 40_000L * i + i % 7 * 1_000L, List.of());
        }
      }
    }
  }

  private static void assertSameTimes(List<Long> times, List<Long> positions) {
    assertThat(times).hasSameSizeAs(positions).isSorted().doesNotHaveDuplicates();
    for (int i = 0; i < times.size(); i++) {
      assertThat(times.get(i))
          .as("frame %d", i)
          .isCloseTo(positions.get(i), within(2 * TICK_MICROS));
    }
  }

  private static List<Long> timesOf(Path file) throws IOException {
    List<Long> times = new ArrayList<>();
    try (FFmpegFrameGrabber video = new FFmpegFrameGrabber(file.toFile())) {
      video.start();
      while (video.grabImage() != null) {
        times.add(video.getTimestamp());
      }
    }
    return times;
  }

  private static byte[] picture() throws IOException {
    return picture(64, 48);
  }

  private static byte[] picture(int width, int height) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR), "jpg", jpeg);
    return jpeg.toByteArray();
  }
}

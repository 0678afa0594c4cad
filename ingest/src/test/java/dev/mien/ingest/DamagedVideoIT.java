// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static dev.mien.ingest.VideoReader.config;
import static dev.mien.ingest.VideoReader.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.ingest.video.VideoDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a file that is not whole. */
class DamagedVideoIT {

  @TempDir Path folder;

  @Test
  void goesOnAfterDamage() throws IOException {
    Path file = damaged(TestVideo.face(folder));

    List<CapturedFrame> frames = read(config(file));

    assertThat(frames).hasSizeBetween(10, 49);
    assertThat(frames.get(frames.size() - 1).frame().positionMicros())
        .as("the end, behind the damage")
        .isGreaterThan(1_900_000);
  }

  @Test
  void countsWhatDamageTook() throws IOException {
    Path file = damaged(TestVideo.face(folder));

    try (VideoDecoder decoder = decoded(file)) {
      assertThat(decoder.lost()).isEqualTo(50 - read(config(file)).size());
    }
  }

  @Test
  void missesNothingInAFileThatIsWhole() throws IOException {
    try (VideoDecoder decoder = decoded(TestVideo.face(folder))) {
      assertThat(decoder.lost() + decoder.damaged() + decoder.missingMicros()).isZero();
    }
  }

  @Test
  void readsACutOffFileAsFarAsItGoes() throws IOException {
    Path file = TestVideo.shades(folder.resolve("cut.mkv"), 50);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) (Files.size(file) / 3)));

    try (VideoDecoder decoder = decoded(file)) {
      assertThat(decoder.positionMicros()).isBetween(200_000L, 1_000_000L);
      assertThat(decoder.missingMicros()).isEqualTo(2_000_000 - decoder.positionMicros());
    }
  }

  private static Path damaged(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length * 3 / 4, (byte) 0);
    return Files.write(file, bytes);
  }

  /** Returns a decoder at the end of the file. */
  private static VideoDecoder decoded(Path file) throws IOException {
    VideoDecoder decoder = new VideoDecoder(new Source(file.toString()).input(), false);
    decoder.open(Map.of());
    boolean more = true;
    while (more) {
      more = decoder.next();
    }
    return decoder;
  }
}

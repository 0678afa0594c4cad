// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest;

import static dev.mien.ingest.VideoReader.config;
import static dev.mien.ingest.VideoReader.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.events.Frame;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large pictures are, and which way up. */
class VideoSizeIT {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"codec.mpg, mpeg2video", "container.mkv, ffvhuff"})
  void makesPixelsSquareWhoeverStatesTheirShape(String name, String codec) throws IOException {
    Path file = TestVideo.television(folder.resolve(name), codec, 10);

    CapturedFrame frame = read(config(file)).get(9);

    BufferedImage picture = TestVideo.decoded(frame.jpeg());
    assertThat(picture.getWidth()).isEqualTo(frame.frame().width()).isEqualTo(85);
    assertThat(picture.getHeight()).isEqualTo(frame.frame().height()).isEqualTo(48);
  }

  @Test
  void turnsWhatIsToBeShownTurned() throws IOException {
    CapturedFrame lying = read(config(TestVideo.face(folder))).get(0);
    CapturedFrame standing =
        read(config(TestVideo.turned(TestVideo.face(Files.createTempDirectory(folder, "turned")))))
            .get(0);

    BufferedImage whole = TestVideo.decoded(lying.jpeg());
    BufferedImage turned = TestVideo.decoded(standing.jpeg());
    assertThat(turned.getWidth()).isEqualTo(standing.frame().width()).isEqualTo(300);
    assertThat(turned.getHeight()).isEqualTo(standing.frame().height()).isEqualTo(400);
    for (int x = 5; x < 400; x += 10) { // a quarter to the right: the left column is on top
      assertThat(turned.getRGB(299 - 100, x) >> 8 & 0xff)
          .isCloseTo(whole.getRGB(x, 100) >> 8 & 0xff, within(12));
    }
  }

  @Test
  void followsAVideoThatChangesItsSize() throws IOException {
    Path small = TestVideo.shades(folder.resolve("small.mjpeg"), 3);
    Path large = TestVideo.noise(folder.resolve("large.mjpeg"), 128, 96, 2);
    Files.write(small, Files.readAllBytes(large), StandardOpenOption.APPEND);

    List<CapturedFrame> frames = read(config(small));

    assertThat(frames)
        .extracting(frame -> frame.frame().width() + "x" + frame.frame().height())
        .containsExactly("64x48", "64x48", "64x48", "128x96", "128x96");
    assertThat(TestVideo.decoded(frames.get(4).jpeg()).getWidth()).isEqualTo(128);
  }

  /** Of the picture as it lies in the file, the half that belongs above is white. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 64, 24", "2, 0, 0, 64, 24", "3, 0, 24, 64, 24", "4, 0, 24, 64, 24",
    "5, 0, 0, 32, 48", "6, 0, 0, 32, 48", "7, 32, 0, 32, 48", "8, 32, 0, 32, 48"
  })
  void turnsAPictureAsItsExifOrientationSays(int orientation, int x, int y, int width, int height)
      throws IOException {
    BufferedImage stored = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
    int[] white = IntStream.generate(() -> 255).limit(3L * width * height).toArray();
    stored.getRaster().setPixels(x, y, width, height, white);
    Path file = folder.resolve("stored.jpg");
    Files.write(file, TestVideo.turned(stored, orientation));

    BufferedImage upright = TestVideo.decoded(read(config(file)).get(0).jpeg());

    boolean lies = orientation > 4;
    assertThat(upright.getWidth()).isEqualTo(lies ? 48 : 64);
    assertThat(upright.getHeight()).isEqualTo(lies ? 64 : 48);
    assertThat(upright.getRGB(24, 10) & 0xff).as("above").isGreaterThan(240);
    assertThat(upright.getRGB(24, upright.getHeight() - 10) & 0xff).as("below").isLessThan(15);
  }

  @ParameterizedTest
  @CsvSource({"150, 200, 150", "299, 399, 299", "300, 400, 300", "2160, 400, 300"})
  void scalesDownWhatIsHigherThanWanted(int maxHeight, int width, int height) throws IOException {
    CapturedFrame frame =
        read(config(TestVideo.face(folder)).withMaxHeight(maxHeight).withMaxFps(1)).get(1);

    BufferedImage picture = TestVideo.decoded(frame.jpeg());
    assertThat(picture.getWidth()).isEqualTo(frame.frame().width()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(frame.frame().height()).isEqualTo(height);
  }

  @Test
  void showsTheSamePictureScaledDown() throws IOException {
    IngestConfig config = config(TestVideo.face(folder)).withMaxFps(1);
    BufferedImage whole = TestVideo.decoded(read(config).get(0).jpeg());

    BufferedImage half = TestVideo.decoded(read(config.withMaxHeight(150)).get(0).jpeg());

    double difference = 0;
    for (int x = 0; x < 200; x++) {
      for (int y = 0; y < 150; y++) {
        int mean = 0;
        for (int of = 0; of < 4; of++) {
          mean += (whole.getRGB(2 * x + of % 2, 2 * y + of / 2) >> 8 & 0xff) / 4;
        }
        difference += Math.abs(mean - (half.getRGB(x, y) >> 8 & 0xff));
      }
    }
    assertThat(difference / (200 * 150)).as("mean difference of a pixel").isLessThan(4);
  }

  @Test
  void limitsTheHeightThatATurnedVideoIsSeenWith() throws IOException {
    IngestConfig standing = config(TestVideo.turned(TestVideo.face(folder)));

    Frame frame = read(standing.withMaxHeight(200)).get(0).frame();

    assertThat(frame.width()).isEqualTo(150);
    assertThat(frame.height()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"1, 43, 32", "3, 43, 32", "6, 24, 32", "8, 24, 32"})
  void limitsTheHeightThatAPictureIsSeenWith(int orientation, int width, int height)
      throws IOException {
    BufferedImage stored = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
    Path file = Files.write(folder.resolve("stored.jpg"), TestVideo.turned(stored, orientation));

    BufferedImage upright = TestVideo.decoded(read(config(file).withMaxHeight(32)).get(0).jpeg());

    assertThat(upright.getWidth()).isEqualTo(width);
    assertThat(upright.getHeight()).isEqualTo(height);
  }
}

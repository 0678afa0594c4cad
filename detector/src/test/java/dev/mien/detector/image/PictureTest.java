// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {

  @Test
  void refusesNoBytes() {
    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Picture.decode(new byte[0]))
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.EMPTY_VALUE));
  }

  @Test
  void refusesWhatIsNoPicture() {
    byte[] text = "a face, in words".getBytes(StandardCharsets.UTF_8);

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Picture.decode(text))
        .withMessageContaining("16 bytes")
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.UNDECODABLE_IMAGE));
  }

  @Test
  void refusesASideAboveTheLimit() {
    byte[] ribbon = Painted.encoded(20_000, 2, (x, y) -> 0, "png");

    assertThatExceptionOfType(BadRecord.class)
        .isThrownBy(() -> Picture.decode(ribbon))
        .withMessageContaining("20000 x 2")
        .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.IMAGE_SIZE));
  }

  @Test
  void pngKeepsEveryPixel() {
    try (Picture picture = Painted.picture(64, 48, PictureTest::texture)) {
      BufferedImage written = Painted.pixels(picture.png());

      assertThat(written.getWidth()).isEqualTo(64);
      assertThat(written.getHeight()).isEqualTo(48);
      for (int y = 0; y < 48; y++) {
        for (int x = 0; x < 64; x++) {
          assertThat(written.getRGB(x, y) & 0xFFFFFF).isEqualTo(texture(x, y));
        }
      }
    }
  }

  @Test
  void resizedPixelsAreMeans() {
    try (Picture stripes = Painted.picture(40, 40, (x, y) -> x % 2 == 0 ? 0 : 0xC8C8C8);
        Picture small = stripes.resized(10, 10)) {
      assertThat(Painted.pixels(small.png()).getRGB(5, 5) & 0xFF).isEqualTo(100);
    }
  }

  @Test
  void whatIsEnlargedHasNoBlocks() {
    try (Picture edge = Painted.picture(2, 2, (x, y) -> x == 0 ? 0 : 0xC8C8C8);
        Picture large = edge.resized(20, 20)) {
      BufferedImage pixels = Painted.pixels(large.png());
      for (int x = 6; x < 15; x++) {
        assertThat(pixels.getRGB(x, 5) & 0xFF).isGreaterThan(pixels.getRGB(x - 1, 5) & 0xFF);
      }
    }
  }

  @Test
  void shrinkingDropsIncompleteBlocks() {
    try (Picture picture = Painted.picture(11, 8, (x, y) -> x < 3 ? 0xFF0000 : 0x0000FF);
        Picture small = picture.shrunk(3)) {
      BufferedImage pixels = Painted.pixels(small.png());

      assertThat(pixels.getWidth()).isEqualTo(3);
      assertThat(pixels.getHeight()).isEqualTo(2);
      assertThat(pixels.getRGB(0, 0)).isEqualTo(Color.RED.getRGB());
      assertThat(pixels.getRGB(1, 0)).isEqualTo(Color.BLUE.getRGB());
    }
  }

  @Test
  void refusesToBecomeNothing() {
    try (Picture picture = Painted.plain(4, 4, Color.RED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> picture.resized(0, 4))
          .withMessageContaining("0 x 4");
    }
  }

  @Test
  void warpMovesPixelsAndLeavesTheRestBlack() {
    double[] tenToTheRight = {1, 0, 10, 0, 1, 0};
    try (Picture picture = Painted.plain(20, 20, Color.GREEN);
        Picture moved = picture.warped(tenToTheRight, 20, 20, Border.BLACK)) {
      BufferedImage pixels = Painted.pixels(moved.png());

      assertThat(pixels.getRGB(5, 10)).isEqualTo(Color.BLACK.getRGB());
      assertThat(pixels.getRGB(15, 10)).isEqualTo(Color.GREEN.getRGB());
    }
  }

  @Test
  void warpDrawsTheEdgeOutWhereItIsAskedTo() {
    double[] tenToTheRight = {1, 0, 10, 0, 1, 0};
    try (Picture picture = Painted.picture(20, 20, (x, y) -> x == 0 ? 0xFF0000 : 0x00FF00);
        Picture moved = picture.warped(tenToTheRight, 20, 20, Border.EDGE)) {
      BufferedImage pixels = Painted.pixels(moved.png());

      assertThat(pixels.getRGB(0, 10)).isEqualTo(Color.RED.getRGB());
      assertThat(pixels.getRGB(15, 10)).isEqualTo(Color.GREEN.getRGB());
    }
  }

  @Test
  void enlargesFramesAndCrops() {
    try (Picture picture = Painted.picture(4, 3, (x, y) -> x < 2 ? 0xFF0000 : 0x0000FF);
        Picture enlarged = picture.enlarged(3);
        Picture framed = picture.framed(2);
        Picture right = picture.cropped(2, 1, 100, 1)) {
      assertThat(enlarged.width()).isEqualTo(12);
      assertThat(enlarged.height()).isEqualTo(9);
      assertThat(Painted.pixels(enlarged.png()).getRGB(1, 4)).isEqualTo(Color.RED.getRGB());
      assertThat(framed.width()).isEqualTo(8);
      assertThat(Painted.pixels(framed.png()).getRGB(1, 3)).isEqualTo(Color.BLACK.getRGB());
      assertThat(Painted.pixels(framed.png()).getRGB(2, 3)).isEqualTo(Color.RED.getRGB());
      assertThat(right.width()).isEqualTo(2);
      assertThat(right.height()).isEqualTo(1);
      assertThat(right.rgb()).containsExactly(0, 0, -1, 0, 0, -1);
    }
  }

  @Test
  void refusesToCropWhereThereIsNothing() {
    try (Picture picture = Painted.plain(4, 4, Color.RED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> picture.cropped(4, 0, 2, 2))
          .withMessageContaining("2 x 2 at 4, 0");
      assertThatIllegalArgumentException().isThrownBy(() -> picture.enlarged(0));
    }
  }

  @Test
  void framesAreTakenAsStoredAndFilesAsTurned(@TempDir Path dir) throws Exception {
    byte[] turned = withOrientation(Painted.encoded(30, 20, (x, y) -> 0xFFFFFF, "jpg"), 6);
    Path file = Files.write(dir.resolve("turned.jpg"), turned);

    try (Picture frame = Picture.decode(turned);
        Picture upright = Picture.read(file)) {
      assertThat(frame.width()).isEqualTo(30);
      assertThat(frame.height()).isEqualTo(20);
      assertThat(upright.width()).isEqualTo(20);
      assertThat(upright.height()).isEqualTo(30);
    }
  }

  @Test
  void namesTheMissingFile(@TempDir Path dir) {
    assertThatExceptionOfType(NoSuchFileException.class)
        .isThrownBy(() -> Picture.read(dir.resolve("none.jpg")))
        .withMessageContaining("none.jpg");
  }

  private static int texture(int x, int y) {
    return (x * 37 % 256) << 16 | (y * 53 % 256) << 8 | (x * y * 11 % 256);
  }

  /** Puts an EXIF segment with nothing but the orientation behind the JPEG's start marker. */
  private static byte[] withOrientation(byte[] jpeg, int orientation) {
    byte[] exif = {
      (byte) 0xFF,
      (byte) 0xE1,
      0,
      34,
      'E',
      'x',
      'i',
      'f',
      0,
      0, // segment of 34 bytes
      'M',
      'M',
      0,
      42,
      0,
      0,
      0,
      8, // big-endian TIFF, first directory at 8
      0,
      1,
      0x01,
      0x12,
      0,
      3,
      0,
      0,
      0,
      1,
      0,
      (byte) orientation,
      0,
      0, // one entry
      0,
      0,
      0,
      0 // no other directory
    };
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Arrays.copyOf(jpeg, 2));
    bytes.writeBytes(exif);
    bytes.writeBytes(Arrays.copyOfRange(jpeg, 2, jpeg.length));
    return bytes.toByteArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.model;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.classifier.FaceSamples;
import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PngTest {

  private static final byte[] FACE = FaceSamples.png("laughing");

  @Test
  void everyPixelIsRead() throws Exception {
    BufferedImage picture = new BufferedImage(112, 112, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, new Color(1, 2, 3).getRGB());
    picture.setRGB(111, 110, new Color(254, 128, 255).getRGB());

    FaceImage face = FaceImage.ofPng(png(picture));

    byte[] rgb = new byte[3 * 112 * 112];
    System.arraycopy(new byte[] {1, 2, 3}, 0, rgb, 0, 3);
    System.arraycopy(
        new byte[] {(byte) 254, (byte) 128, (byte) 255}, 0, rgb, 3 * (110 * 112 + 111), 3);
    assertThat(face).isEqualTo(FaceImage.ofRgb(112, 112, rgb));
  }

  @Test
  void missingValueIsEmpty() {
    assertThat(fault(null)).isEqualTo(Fault.EMPTY_VALUE);
    assertThat(fault(new byte[0])).isEqualTo(Fault.EMPTY_VALUE);
  }

  @Test
  void otherBytesAreNoImage() {
    assertThat(fault("not a picture, but long enough to be one".getBytes(US_ASCII)))
        .isEqualTo(Fault.NOT_AN_IMAGE);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "112, 111", "48, 48", "1000, 1000"})
  void otherSizesAreRefused(int width, int height) throws IOException {
    byte[] png = png(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));

    assertThatThrownBy(() -> FaceImage.ofPng(png))
        .hasMessageContaining(width + " x " + height)
        .hasMessageContaining("112 x 112")
        .extracting(e -> ((BadRecord) e).fault())
        .isEqualTo(Fault.IMAGE_SIZE);
  }

  @Test
  void hugeSizeIsRefusedBeforeItIsDecoded() {
    byte[] png = FACE.clone();
    ByteBuffer.wrap(png).putInt(16, Integer.MAX_VALUE);
    mendCrcs(png);

    assertThat(fault(png)).isEqualTo(Fault.IMAGE_SIZE);
  }

  @ParameterizedTest
  @CsvSource({"10", "13", "6"})
  void greyPaletteAndTransparentPicturesAreRefused(int type) throws IOException {
    assertThat(fault(png(new BufferedImage(112, 112, type)))).isEqualTo(Fault.NOT_AN_IMAGE);
  }

  @Test
  void transparentColourIsRefused() {
    byte[] chunk = {0, 0, 0, 6, 't', 'R', 'N', 'S', 0, 1, 0, 2, 0, 3, 0, 0, 0, 0};
    ByteBuffer png = ByteBuffer.allocate(FACE.length + chunk.length);
    int header = 33;
    png.put(FACE, 0, header).put(chunk).put(FACE, header, FACE.length - header);
    mendCrcs(png.array());

    assertThat(fault(png.array())).isEqualTo(Fault.UNDECODABLE_IMAGE);
  }

  @Test
  void everyTruncationIsFound() {
    for (int length = 1; length < FACE.length; length++) {
      assertThat(fault(Arrays.copyOf(FACE, length)))
          .as("first %d bytes", length)
          .isEqualTo(Fault.TRUNCATED_IMAGE);
    }
  }

  @Test
  void everyDamagedByteIsFound() {
    Random random = new Random(7);
    for (int i = 0; i < FACE.length; i++) {
      byte[] damaged = FACE.clone();
      damaged[i] ^= (byte) (1 + random.nextInt(255));

      assertThat(fault(damaged)).as("byte %d", i).isNotNull();
    }
  }

  @Test
  void damagedPixelsUnderValidCrcsGiveAPictureOrABadRecord() {
    Random random = new Random(7);
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = FACE.clone();
      for (int j = 0; j < 20; j++) {
        damaged[60 + random.nextInt(FACE.length - 90)] = (byte) random.nextInt();
      }
      mendCrcs(damaged);
      Optional.ofNullable(fault(damaged)).ifPresent(faults::add);
    }

    assertThat(faults).contains(Fault.UNDECODABLE_IMAGE);
  }

  /** Writes the right CRC behind every chunk, as long as the lengths make sense. */
  private static void mendCrcs(byte[] png) {
    ByteBuffer buffer = ByteBuffer.wrap(png);
    int at = 8;
    while (at + 12 <= png.length) {
      int length = buffer.getInt(at);
      if (length < 0 || length > png.length - at - 12) {
        return;
      }
      CRC32 crc = new CRC32();
      crc.update(png, at + 4, length + 4);
      buffer.putInt(at + 8 + length, (int) crc.getValue());
      at += 12 + length;
    }
  }

  private static @Nullable Fault fault(byte @Nullable [] png) {
    try {
      FaceImage.ofPng(png);
      return null;
    } catch (BadRecord e) {
      return e.fault();
    }
  }

  private static byte[] png(BufferedImage picture) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(picture, "png", out);
    return out.toByteArray();
  }
}

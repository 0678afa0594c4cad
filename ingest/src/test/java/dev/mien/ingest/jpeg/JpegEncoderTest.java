// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.ingest.jpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JpegEncoderTest {

  private static final int WIDTH = 64;
  private static final int HEIGHT = 32;

  /** Longer than 3 x 64, as FFmpeg pads its rows. */
  private static final int STRIDE = 256;

  @ParameterizedTest(name = "{0} turns: {1} x {2}, the red corner at {3}, {4}")
  @CsvSource({"0, 64, 32, 4, 4", "1, 32, 64, 27, 4", "2, 64, 32, 59, 27", "3, 32, 64, 4, 59"})
  void turnsThePicture(int turns, int width, int height, int redX, int redY) throws IOException {
    byte[] jpeg = new JpegEncoder(90).encode(redCorner(), WIDTH, HEIGHT, STRIDE, turns);

    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(jpeg));
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(height);
    assertThat(red(picture, redX, redY)).isGreaterThan(200);
    assertThat(red(picture, width - 1 - redX, height - 1 - redY)).isLessThan(50);
  }

  @Test
  void needsMoreBytesForMoreQuality() {
    int low = new JpegEncoder(10).encode(redCorner(), WIDTH, HEIGHT, STRIDE, 0).length;
    int high = new JpegEncoder(95).encode(redCorner(), WIDTH, HEIGHT, STRIDE, 0).length;

    assertThat(high).isGreaterThan(low);
  }

  private static ByteBuffer redCorner() {
    ByteBuffer bgr = ByteBuffer.allocateDirect(STRIDE * HEIGHT);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        bgr.put(y * STRIDE + x * 3 + 2, (byte) 255);
      }
    }
    return bgr;
  }

  private static int red(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) >> 16 & 0xff;
  }
}

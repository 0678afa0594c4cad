// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.jpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.detector.TestFrames;
import dev.mien.events.BadRecord;
import dev.mien.events.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegStructureTest {

  private static final String START = "ffd8";
  private static final String SIZE_BODY = "c0000b080008001001011100";
  private static final String SIZE_16_8 = "ff" + SIZE_BODY;
  private static final String SCAN = "ffda0008010100003f00";
  private static final String END = "ffd9";

  private final byte[] real = TestFrames.jpeg(0);

  @Test
  void aRealFrameIsWhole() throws BadRecord {
    assertThat(check(real)).isSameAs(real);
  }

  @Test
  void aProgressivePictureIsWhole() throws BadRecord, IOException {
    byte[] progressive = progressive();

    assertThat(check(progressive)).isSameAs(progressive);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        START + SIZE_16_8 + SCAN + "0102ff0003" + END,
        START + SIZE_16_8 + SCAN + "01ffd002ffd103" + END,
        START + SIZE_16_8 + SCAN + "01" + END + "0000ffd8",
        START + "ffffff" + SIZE_BODY + SCAN + "01ffff" + END,
        START + "fffe0004abcd" + SIZE_16_8 + SCAN + "01" + SCAN + "02" + END,
      })
  void whatDecodersTakeIsTaken(String hex) throws BadRecord {
    byte[] jpeg = HexFormat.of().parseHex(hex);

    assertThat(JpegStructure.check(jpeg, 16, 8)).isSameAs(jpeg);
  }

  @ParameterizedTest
  @CsvSource({
    "00, NOT_AN_IMAGE",
    "89504e470d0a1a0a, NOT_AN_IMAGE",
    START + ", TRUNCATED_IMAGE",
    START + END + ", NOT_AN_IMAGE",
    START + SIZE_16_8 + END + ", NOT_AN_IMAGE",
    START + SCAN + "01" + END + ", NOT_AN_IMAGE",
    START + "fffe0001" + END + ", NOT_AN_IMAGE",
    START + "fffeffff00" + END + ", TRUNCATED_IMAGE",
    START + "ffc0000508" + END + ", NOT_AN_IMAGE",
    START + "1234" + SIZE_16_8 + SCAN + END + ", NOT_AN_IMAGE",
    START + SIZE_16_8 + SCAN + "0102ff00, TRUNCATED_IMAGE",
  })
  void whatIsMalformedIsRefused(String hex, Fault fault) {
    assertFault(fault, () -> JpegStructure.check(HexFormat.of().parseHex(hex), 16, 8));
  }

  @Test
  void nothingIsRefused() {
    assertFault(Fault.EMPTY_VALUE, () -> JpegStructure.check(null, 16, 8));
    assertFault(Fault.EMPTY_VALUE, () -> check(new byte[0]));
  }

  @ParameterizedTest
  @CsvSource({"0, 300", "400, 0", "50000, 50000", "400, 50000", "401, 300", "16384, 16384"})
  void aSideThatIsZeroTooLongOrNotWhatTheHeaderSaysIsRefused(int width, int height) {
    byte[] jpeg = sized(width, height);

    assertThatThrownBy(() -> check(jpeg))
        .isInstanceOfSatisfying(
            BadRecord.class, bad -> assertThat(bad.fault()).isEqualTo(Fault.IMAGE_SIZE))
        .hasMessageContaining(width + " x " + height);
  }

  @Test
  void aPictureThatWouldFillTheMemoryIsRefusedThoughTheHeaderSaysTheSame() {
    byte[] jpeg = sized(16_384, 16_384);

    assertFault(Fault.IMAGE_SIZE, () -> JpegStructure.check(jpeg, 16_384, 16_384));
  }

  @Test
  void endlessScansAreRefused() {
    String hex = START + SIZE_16_8 + (SCAN + "01").repeat(JpegStructure.MAX_SCANS + 1) + END;

    assertFault(Fault.NOT_AN_IMAGE, () -> JpegStructure.check(HexFormat.of().parseHex(hex), 16, 8));
  }

  @Test
  void everyTruncationOfARealFrameIsRefused() {
    for (int length = 0; length < real.length; length++) {
      byte[] torn = Arrays.copyOf(real, length);

      assertThatThrownBy(() -> check(torn)).as("%d bytes", length).isInstanceOf(BadRecord.class);
    }
  }

  @Test
  void randomDamageNeverThrowsAnythingElse() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      byte[] damaged = real.clone();
      for (int n = random.nextInt(20); n >= 0; n--) {
        // Half of the damage is done to the headers, where it can do most.
        int range = random.nextBoolean() ? 700 : damaged.length;
        damaged[random.nextInt(range)] = (byte) random.nextInt(256);
      }
      try {
        check(damaged);
      } catch (BadRecord e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(10_000, 49_999);
  }

  private static byte[] check(byte[] jpeg) throws BadRecord {
    return JpegStructure.check(jpeg, TestFrames.WIDTH, TestFrames.HEIGHT);
  }

  private static void assertFault(Fault fault, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(BadRecord.class, bad -> assertThat(bad.fault()).isEqualTo(fault));
  }

  /** Returns the real frame with another size in its frame header, which is its first FFC0. */
  private byte[] sized(int width, int height) {
    String hex = HexFormat.of().formatHex(real);
    String size =
        HexFormat.of().toHexDigits((short) height) + HexFormat.of().toHexDigits((short) width);
    String changed = hex.replaceFirst("ffc0001108........", "ffc0001108" + size);
    assertThat(changed).hasSameSizeAs(hex);
    return HexFormat.of().parseHex(changed);
  }

  private static byte[] progressive() throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(output);
      BufferedImage picture =
          new BufferedImage(TestFrames.WIDTH, TestFrames.HEIGHT, BufferedImage.TYPE_INT_RGB);
      writer.write(null, new IIOImage(picture, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class TopicsTest {

  @Test
  void everyTopicHasANameOfItsOwn() {
    assertThat(Topics.all(Topics.DEFAULT_CLASSES))
        .hasSize(9 + 7)
        .extracting(Topic::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("mien\\.[a-z.-]+"));
  }

  @Test
  void aModelWithMoreClassesHasMoreTopics() {
    assertThat(Topics.all(List.of("contempt")))
        .extracting(Topic::name)
        .contains("mien.emotions.contempt")
        .doesNotContain("mien.emotions.fear");
  }

  @Test
  void picturesAreKeptForMinutes() {
    assertThat(List.of(Topics.FRAMES, Topics.FACES))
        .allMatch(topic -> topic.retention().compareTo(Duration.ofHours(1)) < 0);
  }

  @Test
  void framesHoldTheLargestJpegOfA4kFrame() throws IOException {
    byte[] jpeg = jpeg(noise(3840, 2160), 0.9f);

    assertThat(jpeg.length).isGreaterThan(5_000_000).isLessThan(Topics.FRAMES.maxMessageBytes());
  }

  @Test
  void deadLettersHoldAWholeFrameAndTheReason() {
    assertThat(Topics.DEAD_LETTERS.maxMessageBytes())
        .isGreaterThan(Topics.FRAMES.maxMessageBytes() + Wire.write(Example.DEAD_LETTER).length);
  }

  @Test
  void aTopicNeedsAPartition() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Topics.FRAMES.withPartitions(0))
        .withMessage("partitions is 0, expected 1 to 10000");
  }

  /** Noise is what JPEG compresses worst. */
  private static BufferedImage noise(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}

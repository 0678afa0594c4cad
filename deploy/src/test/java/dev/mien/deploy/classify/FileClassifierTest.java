// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.classify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.classifier.model.DeviceChoice;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.deploy.options.SourceOptions;
import dev.mien.detector.Detection;
import dev.mien.detector.ExtractionListener;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.image.Picture;
import dev.mien.detector.track.TrackerConfig;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileClassifierTest {

  private final StringWriter complaints = new StringWriter();

  @TempDir Path folder;

  @Test
  void doesTheOthersWhereTheDetectorFailsOnOne() throws IOException {
    for (String name : List.of("a.png", "b.png", "c.png")) {
      BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR);
      ImageIO.write(picture, "png", folder.resolve(name).toFile());
    }

    assertThat(classify(new FailingSecond())).isEqualTo(1);

    assertThat(complaints.toString().lines().toList())
        .singleElement()
        .asString()
        .contains("b.png: an error of mien", "the network failed");
  }

  @Test
  void saysThatAPictureInTilesMustBeConverted() throws IOException {
    Files.createFile(folder.resolve("photo.heic"));

    assertThat(classify(new FailingSecond())).isEqualTo(1);

    assertThat(complaints.toString()).contains("photo.heic: ", "convert it to JPEG");
  }

  private int classify(FaceDetector detector) throws IOException {
    FaceExtractor extractor =
        new FaceExtractor(detector, TrackerConfig.defaults(), ExtractionListener.NONE);
    try (EmotionModel model = EmotionModel.open(null, new DeviceChoice.Cpu(), 1);
        Results results = new TextLines(new PrintWriter(new StringWriter()))) {
      FileClassifier classifier =
          new FileClassifier(
              new PictureClassifier(extractor, model, false),
              new VideoClassifier(extractor, model, Duration.ZERO),
              new SourceOptions(),
              results,
              null,
              () -> false);
      List<MediaFile> files = MediaFile.find(List.of(folder));
      int failed = classifier.classify(files, new PrintWriter(complaints));
      assertThat(classifier.files()).isEqualTo(files.size() - failed);
      return failed;
    }
  }

  /** Sees no face, and fails once. */
  private static final class FailingSecond implements FaceDetector {

    private int pictures;

    @Override
    public List<Detection> detect(Picture picture) {
      if (++pictures == 2) {
        throw new IllegalStateException("the network failed");
      }
      return List.of();
    }

    @Override
    public void close() {}
  }
}

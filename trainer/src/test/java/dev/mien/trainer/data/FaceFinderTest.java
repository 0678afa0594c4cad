// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mien.detector.align.FaceAligner;
import dev.mien.detector.image.Picture;
import dev.mien.events.Landmarks;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceFinderTest {

  private static FaceFinder finder;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    finder = FaceFinder.open();
  }

  @AfterAll
  static void close() {
    finder.close();
  }

  @Test
  void landmarksAreInPixelsOfThePicture() throws Exception {
    try (Picture picture = Picture.read(Pictures.frame(folder.resolve("frame.jpg")))) {
      Landmarks found = finder.find(picture).orElseThrow();

      assertThat(found.leftEye().x()).isCloseTo(180, within(10f));
      assertThat(found.rightEye().x()).isCloseTo(229, within(10f));
      assertThat(found.leftEye().y()).isCloseTo(162, within(10f));
      assertThat(found.leftMouth().y()).isCloseTo(204, within(10f));
      assertThat(FaceAligner.misfit(found)).isLessThan(0.15);
    }
  }

  @Test
  void ofTwoFacesTheLargeOneNearTheCentreCounts() throws Exception {
    BufferedImage frame = ImageIO.read(Pictures.frame(folder.resolve("frame.jpg")).toFile());
    BufferedImage both = new BufferedImage(600, 300, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = both.createGraphics();
    pen.drawImage(frame, 0, 0, 200, 150, null);
    pen.drawImage(frame, 200, 0, 400, 300, null);
    pen.dispose();
    Path file = folder.resolve("both.png");
    ImageIO.write(both, "png", file.toFile());

    try (Picture picture = Picture.read(file)) {
      assertThat(finder.find(picture).orElseThrow().nose().x()).isBetween(390f, 420f);
    }
  }

  @Test
  void findsNothingOnAWall() throws Exception {
    try (Picture wall = Picture.read(Pictures.plain(folder.resolve("wall.png"), 96, Color.GRAY))) {
      assertThat(finder.find(wall)).isEmpty();
    }
  }

  @Test
  void theUsualPlaceIsTheMeanWhateverTheSizes() throws Exception {
    try (Picture small = Picture.read(Pictures.plain(folder.resolve("s.png"), 112, Color.GRAY));
        Picture large = Picture.read(Pictures.plain(folder.resolve("l.png"), 224, Color.GRAY))) {
      Landmarks one = FaceAligner.assumedLandmarks(small);
      Place found = new Place(Optional.of(one), 112, 112);
      UsualPlace nowhere = UsualPlace.of(List.of(new Place(Optional.empty(), 112, 112)));
      UsualPlace usual = UsualPlace.of(List.of(found, found));

      assertThat(nowhere.in(small)).isEqualTo(one);
      assertThat(usual.in(small).nose().x()).isCloseTo(one.nose().x(), within(0.01f));
      assertThat(usual.in(large).nose().x()).isCloseTo(2 * one.nose().x() + 0.5f, within(0.01f));
    }
  }

  @Test
  void aPictureIsEnlargedOrCutToTheFaceBeforeItIsLookedAt() throws Exception {
    Path frame = Pictures.frame(folder.resolve("frame.jpg"));
    Path tiny = Pictures.plain(folder.resolve("tiny.png"), 30, Color.GRAY);
    try (Picture enlarged =
            SourcePicture.open(new Sample(tiny, "tiny", 0, List.of(), Part.TRAIN, null));
        Picture cut =
            SourcePicture.open(
                new Sample(frame, "frame", 0, List.of(), Part.TRAIN, Pictures.FACE))) {
      assertThat(enlarged.width()).isEqualTo(120);
      assertThat(cut.width()).isBetween(194, 196);
      assertThat(finder.find(cut)).isPresent();
    }
  }
}

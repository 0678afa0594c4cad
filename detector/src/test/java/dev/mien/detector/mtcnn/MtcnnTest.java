// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.mtcnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.detector.Detection;
import dev.mien.detector.image.Border;
import dev.mien.detector.image.Painted;
import dev.mien.detector.image.Picture;
import dev.mien.events.BadRecord;
import dev.mien.events.Landmarks;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MtcnnTest {

  private static final Map<Net, Integer> INPUTS = new EnumMap<>(Net.class);
  private static Mtcnn mtcnn;

  @BeforeAll
  static void open() {
    mtcnn = Mtcnn.open(MtcnnConfig.defaults(), (net, inputs, nanos) -> INPUTS.put(net, inputs));
  }

  @AfterAll
  static void close() {
    mtcnn.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.mien.detector.mtcnn.Samples#samples")
  void findsEveryFaceWithItsEyesAndNoneTwice(String sample, List<Samples.Eyes> faces)
      throws Exception {
    List<Detection> found = detect(sample);

    for (Samples.Eyes eyes : faces) {
      assertThat(found).as("%s", eyes).anyMatch(d -> eyes.error(d.landmarks()) < 0.2);
    }
    assertNoneTwice(found);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.mien.detector.mtcnn.Samples#samples")
  void landmarksAreWhereTheyBelongInAFace(String sample, List<Samples.Eyes> faces)
      throws Exception {
    List<Detection> found = detect(sample);

    assertThat(found).hasSizeGreaterThanOrEqualTo(faces.size());
    for (Detection d : found) {
      Landmarks l = d.landmarks();
      assertThat(l.leftEye().x()).isLessThan(l.rightEye().x());
      assertThat(l.leftMouth().x()).isLessThan(l.rightMouth().x());
      assertThat(l.leftEye().y()).isLessThan(l.leftMouth().y());
      assertThat(l.rightEye().y()).isLessThan(l.rightMouth().y());
      assertThat(d.box().left()).isLessThan(l.nose().x());
      assertThat(d.box().left() + d.box().width()).isGreaterThan(l.nose().x());
    }
  }

  @Test
  void findsNothingElseInTheSamples() throws Exception {
    int found = 0;
    for (int i = 1; i <= 6; i++) {
      found += detect("sample" + i + ".jpg").size();
    }

    // 20 faces, and two in sample2.jpg that look down behind hair or to the side.
    assertThat(found).isBetween(20, 22);
  }

  @Test
  void findsAFaceThatThePictureCuts() throws Exception {
    // Cuts sample6.jpg through the hair above and the cheek beside the face on the left.
    double[] corner = {1, 0, -280, 0, 1, -560};
    try (Picture whole = Samples.sample("sample6.jpg");
        Picture part = whole.warped(corner, 600, 400, Border.BLACK)) {
      List<Detection> found = mtcnn.detect(part);

      Samples.Eyes eyes = new Samples.Eyes(42, 47, 143, 36);
      assertThat(found).anyMatch(d -> eyes.error(d.landmarks()) < 0.2);
      assertThat(found).anyMatch(d -> d.box().left() < 0 || d.box().top() < 0);
    }
  }

  @Test
  void findsSmallFacesWhenAskedTo() throws Exception {
    try (Picture whole = Samples.sample("sample6.jpg");
        Picture tiny = whole.resized(144, 115);
        Mtcnn keen = Mtcnn.open(MtcnnConfig.defaults().withMinFace(16), MtcnnListener.NONE)) {
      assertThat(mtcnn.detect(tiny)).isEmpty();
      assertThat(keen.detect(tiny)).hasSize(4);
    }
  }

  @Test
  void losesNobodyInACrowd() throws Exception {
    List<BufferedImage> faces = Samples.faces(94);
    int across = 25;
    int down = 20;
    try (Picture crowd =
        Painted.picture(
            across * 94,
            down * 94,
            (x, y) ->
                faces.get((y / 94 * across + x / 94) % faces.size()).getRGB(x % 94, y % 94))) {
      assertThat(
              mtcnn.detect(crowd).stream()
                  .map(found -> found.landmarks().nose())
                  .map(nose -> List.of((int) nose.x() / 94, (int) nose.y() / 94))
                  .distinct())
          .as("places with a face")
          .hasSize(across * down);
    }
  }

  @ParameterizedTest(name = "{0} x {1}")
  @CsvSource({"1, 1", "20, 20", "39, 2000", "8000, 50", "640, 480"})
  void findsNoFaceInABlankPicture(int width, int height) {
    try (Picture blank = Painted.plain(width, height, Color.LIGHT_GRAY)) {
      assertThat(mtcnn.detect(blank)).isEmpty();
    }
  }

  @Test
  void survivesTextureAllOver() {
    try (Picture noise =
        Painted.picture(1600, 900, (x, y) -> ((x * 7919 + y * 104729 + x * y) * 2654435) >>> 8)) {
      assertNoneTwice(mtcnn.detect(noise));
      assertThat(INPUTS.get(Net.RNET)).isBetween(1, MtcnnConfig.defaults().maxCandidates());
    }
  }

  @Test
  void theRnetTakesNoMoreCandidatesThanItMay() throws Exception {
    INPUTS.clear();
    detect("sample1.jpg");
    int all = Objects.requireNonNull(INPUTS.get(Net.RNET));
    MtcnnConfig d = MtcnnConfig.defaults();
    MtcnnConfig three =
        new MtcnnConfig(
            d.minFace(), d.factor(), d.thresholds(), d.overlaps(), 3, d.batch(), d.threads());

    try (Mtcnn few = Mtcnn.open(three, (net, inputs, nanos) -> INPUTS.put(net, inputs));
        Picture picture = Samples.sample("sample1.jpg")) {
      few.detect(picture);
    }

    assertThat(all).isBetween(4, d.maxCandidates());
    assertThat(INPUTS.get(Net.RNET)).isEqualTo(3);
  }

  @Test
  void samePictureGivesTheSameFacesOnEveryThread() throws Exception {
    List<Detection> expected = detect("sample3.jpg");
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<List<Detection>>> tasks = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        tasks.add(() -> detect("sample3.jpg"));
      }
      for (Future<List<Detection>> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void sizeOfTheBatchDoesNotMatter() throws Exception {
    MtcnnConfig d = MtcnnConfig.defaults();
    MtcnnConfig oneByOne =
        new MtcnnConfig(
            d.minFace(), d.factor(), d.thresholds(), d.overlaps(), d.maxCandidates(), 1, 1);
    List<Detection> batched = detect("sample4.jpg");
    try (Mtcnn single = Mtcnn.open(oneByOne, MtcnnListener.NONE);
        Picture picture = Samples.sample("sample4.jpg")) {
      List<Detection> alone = single.detect(picture);

      assertThat(alone).hasSameSizeAs(batched);
      for (Detection detection : batched) {
        assertThat(alone).anyMatch(a -> a.box().intersectionOverUnion(detection.box()) > 0.999);
      }
    }
  }

  @Test
  void tellsWhatEachNetworkHadToDo() throws Exception {
    INPUTS.clear();

    List<Detection> found = detect("sample1.jpg");

    assertThat(INPUTS).containsOnlyKeys(Net.values());
    assertThat(INPUTS.get(Net.PNET)).isEqualTo(11);
    assertThat(INPUTS.get(Net.RNET)).isGreaterThan(INPUTS.get(Net.ONET));
    assertThat(INPUTS.get(Net.ONET)).isGreaterThanOrEqualTo(found.size());
  }

  private static void assertNoneTwice(List<Detection> found) {
    for (int i = 0; i < found.size(); i++) {
      for (int k = i + 1; k < found.size(); k++) {
        assertThat(found.get(i).box().intersectionOverUnion(found.get(k).box()))
            .as("%s and %s", found.get(i), found.get(k))
            .isLessThan(0.4f);
      }
    }
  }

  private static List<Detection> detect(String sample) throws IOException, BadRecord {
    try (Picture picture = Samples.sample(sample)) {
      return mtcnn.detect(picture);
    }
  }
}

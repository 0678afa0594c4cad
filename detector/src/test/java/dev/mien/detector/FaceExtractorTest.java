// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mien.detector.image.Picture;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnConfig;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.detector.track.TrackerConfig;
import dev.mien.detector.track.TrackerState;
import dev.mien.events.BadRecord;
import dev.mien.events.Face;
import dev.mien.events.Fault;
import dev.mien.events.Frame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FaceExtractorTest {

  private static FaceDetector detector = new ScriptedDetector(0);

  private final List<Step> steps = new ArrayList<>();
  private final FaceExtractor extractor = extractor((step, nanos) -> steps.add(step));

  @BeforeAll
  static void open() {
    detector = Mtcnn.open(MtcnnConfig.defaults(), MtcnnListener.NONE);
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  @Test
  void aFaceKeepsItsNumberFromFrameToFrame() throws BadRecord {
    List<Extraction> clip = clip(extractor);

    assertThat(clip).hasSize(TestFrames.COUNT).allSatisfy(e -> assertThat(e.faces()).hasSize(1));
    assertThat(clip.stream().map(e -> e.faces().get(0).face().track())).containsOnly(1L);
  }

  @Test
  void aFaceSaysWhereItWasSeenAndIsAnAlignedPng() throws BadRecord {
    Frame frame = TestFrames.frame("door", 3);

    AlignedFace found =
        extractor.extract(frame, TestFrames.jpeg(3), TrackerState.START).faces().get(0);

    Face face = found.face();
    assertThat(face.frame()).isEqualTo(frame);
    assertThat(face.landmarks().leftEye().x()).isLessThan(face.landmarks().rightEye().x());
    assertThat(face.landmarks().leftEye().y()).isLessThan(face.landmarks().leftMouth().y());
    try (Picture picture = Picture.decode(found.image().bytes())) {
      assertThat(picture.width()).isEqualTo(Face.SIDE);
      assertThat(picture.height()).isEqualTo(Face.SIDE);
    }
  }

  @Test
  void aDecodedPictureGivesTheSameFaces() throws BadRecord {
    Frame frame = TestFrames.frame("door", 0);
    Extraction expected = extractor.extract(frame, TestFrames.jpeg(0), TrackerState.START);

    try (Picture picture = Picture.decode(TestFrames.jpeg(0))) {
      assertThat(extractor.extract(frame, picture, TrackerState.START)).isEqualTo(expected);
    }
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    FaceExtractor shared = extractor(ExtractionListener.NONE);
    List<Extraction> expected = clip(shared);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Extraction>>> clips =
          IntStream.range(0, 4)
              .<Callable<List<Extraction>>>mapToObj(i -> () -> clip(shared))
              .toList();

      for (Future<List<Extraction>> clip : threads.invokeAll(clips)) {
        assertThat(clip.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void everyStepIsTimedInItsOrder() throws BadRecord {
    extractor.extract(TestFrames.frame("door", 0), TestFrames.jpeg(0), TrackerState.START);

    assertThat(steps).containsExactly(Step.DECODE, Step.DETECT, Step.ALIGN);
  }

  @Test
  void aTornFrameIsABadRecord() {
    byte[] torn = Arrays.copyOf(TestFrames.jpeg(0), 2_000);

    assertThatThrownBy(
            () -> extractor.extract(TestFrames.frame("door", 0), torn, TrackerState.START))
        .isInstanceOfSatisfying(
            BadRecord.class, bad -> assertThat(bad.fault()).isEqualTo(Fault.TRUNCATED_IMAGE));
  }

  @Test
  void aFrameWithoutTablesIsABadRecord() {
    byte[] jpeg = TestFrames.jpeg(0);
    for (int i = 0; i + 1 < jpeg.length; i++) {
      // The quantization tables become a comment, which only a decoder notices.
      if ((jpeg[i] & 0xff) == 0xff && (jpeg[i + 1] & 0xff) == 0xdb) {
        jpeg[i + 1] = (byte) 0xfe;
      }
    }

    assertThatThrownBy(
            () -> extractor.extract(TestFrames.frame("door", 0), jpeg, TrackerState.START))
        .isInstanceOf(BadRecord.class);
  }

  private static FaceExtractor extractor(ExtractionListener listener) {
    return new FaceExtractor(detector, TrackerConfig.defaults(), listener);
  }

  private static List<Extraction> clip(FaceExtractor extractor) throws BadRecord {
    List<Extraction> clip = new ArrayList<>();
    TrackerState state = TrackerState.START;
    for (int i = 0; i < TestFrames.COUNT; i++) {
      Extraction extraction =
          extractor.extract(TestFrames.frame("door", i), TestFrames.jpeg(i), state);
      clip.add(extraction);
      state = extraction.state();
    }
    return clip;
  }
}

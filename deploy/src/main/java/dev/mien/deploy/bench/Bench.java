// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import dev.mien.classifier.Smoother;
import dev.mien.classifier.model.EmotionModel;
import dev.mien.classifier.model.FaceImage;
import dev.mien.classifier.stream.MeterCost;
import dev.mien.detector.AlignedFace;
import dev.mien.detector.ExtractionListener;
import dev.mien.detector.FaceDetector;
import dev.mien.detector.FaceExtractor;
import dev.mien.detector.track.TrackerConfig;
import dev.mien.detector.track.TrackerState;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Frame;
import dev.mien.events.Scores;
import dev.mien.ingest.CapturedFrame;
import dev.mien.ingest.FrameSource;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.Source;
import dev.mien.ingest.VideoSource;
import dev.mien.runtime.ProcessMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Goes over the same frames several times and keeps the time of each part. */
final class Bench {

  private static final int MAX_BATCH = 32;

  private static final int[] BATCHES = {1, 8, MAX_BATCH};

  /** A round takes a tenth of a second, enough for the clock and the compiler. */
  private static final int METER_REPEATS = 500;

  private final int rounds;
  private final BooleanSupplier stopped;
  private final List<Measurement> measurements = new ArrayList<>();

  /**
   * Measures nothing yet.
   *
   * @param rounds to go over the frames
   * @param stopped is asked between rounds whether nobody wants more
   */
  Bench(int rounds, BooleanSupplier stopped) {
    if (rounds < 1) {
      throw new IllegalArgumentException("--rounds is " + rounds + ", expected 1 or more");
    }
    this.rounds = rounds;
    this.stopped = stopped;
  }

  List<CapturedFrame> ingest(Path video, int frames) {
    Measurement measurement = measured("ingest: decode, encode as JPEG", "frame");
    List<CapturedFrame> captured = List.of();
    for (int round = 0; round < rounds && !stopped.getAsBoolean(); round++) {
      try (FrameSource source =
          new VideoSource(IngestConfig.of(new Source(video.toString()), "bench"))) {
        source.open();
        long start = System.nanoTime();
        captured = read(source, frames);
        measurement.add(System.nanoTime() - start, captured.size());
      }
    }
    return captured;
  }

  List<AlignedFace> detect(List<CapturedFrame> frames, FaceDetector detector) {
    FaceExtractor extractor =
        new FaceExtractor(detector, TrackerConfig.defaults(), ExtractionListener.NONE);
    Measurement measurement = measured("detector: decode, MTCNN, track, align", "frame");
    List<AlignedFace> faces = new ArrayList<>();
    for (int round = 0; round < rounds && !stopped.getAsBoolean(); round++) {
      faces.clear();
      long start = System.nanoTime();
      frames.forEach(frame -> faces.addAll(extract(extractor, frame)));
      measurement.add(System.nanoTime() - start, frames.size());
    }
    return faces;
  }

  void classify(List<AlignedFace> faces, EmotionModel model) {
    if (faces.isEmpty()) {
      throw new IllegalArgumentException("no face in these frames: name another --source");
    }
    for (int batch : BATCHES) {
      Measurement measurement =
          measured("classifier: decode, infer in batches of " + batch, "face");
      for (int round = 0; round < rounds && !stopped.getAsBoolean(); round++) {
        long start = System.nanoTime();
        for (int from = 0; from < faces.size(); from += batch) {
          model.classify(decode(faces.subList(from, Math.min(faces.size(), from + batch))));
        }
        measurement.add(System.nanoTime() - start, faces.size());
      }
    }
  }

  /** Times the meters apart: what they take is far below the noise of classifying with them. */
  void meters(List<AlignedFace> faces, EmotionModel model) {
    List<Emotion> emotions = emotions(faces, model);
    MeterCost meters = new MeterCost(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    for (int batch : BATCHES) {
      Measurement measurement = measured("classifier: its meters, in batches of " + batch, "face");
      for (int round = 0; round < rounds && !stopped.getAsBoolean(); round++) {
        long start = System.nanoTime();
        for (int time = 0; time < METER_REPEATS; time++) {
          for (int from = 0; from < emotions.size(); from += batch) {
            meters.record(emotions.subList(from, Math.min(emotions.size(), from + batch)));
          }
        }
        measurement.add(System.nanoTime() - start, METER_REPEATS * emotions.size());
      }
    }
  }

  private static List<Emotion> emotions(List<AlignedFace> faces, EmotionModel model) {
    Smoother smoother = new Smoother(Smoother.DEFAULT_HALF_LIFE);
    String version = model.metadata().version();
    List<Emotion> emotions = new ArrayList<>();
    for (int from = 0; from < faces.size(); from += MAX_BATCH) {
      List<AlignedFace> batch = faces.subList(from, Math.min(faces.size(), from + MAX_BATCH));
      List<Scores> scores = model.classify(decode(batch)); // all at once may be gigabytes
      for (int i = 0; i < batch.size(); i++) {
        emotions.add(smoother.smooth(batch.get(i).face(), version, scores.get(i)));
      }
    }
    return emotions;
  }

  void print(PrintWriter out, List<CapturedFrame> frames) {
    Frame first = frames.get(0).frame();
    out.printf(
        Locale.ROOT,
        "%d frames of %dx%d pixels, median of %d rounds%n%n",
        frames.size(),
        first.width(),
        first.height(),
        rounds);
    measurements.forEach(measurement -> out.println(measurement.line()));
    out.printf(
        Locale.ROOT, "%nmemory: %.0f MiB resident%n", ProcessMetrics.residentBytes() / (1 << 20));
    out.flush();
  }

  private Measurement measured(String part, String unit) {
    Measurement measurement = new Measurement(part, unit);
    measurements.add(measurement);
    return measurement;
  }

  private static List<CapturedFrame> read(FrameSource source, int frames) {
    List<CapturedFrame> captured = new ArrayList<>();
    while (captured.size() < frames) {
      @Nullable CapturedFrame next = source.read();
      if (next == null) {
        break;
      }
      captured.add(next);
    }
    return captured;
  }

  private static List<AlignedFace> extract(FaceExtractor extractor, CapturedFrame frame) {
    try {
      return extractor.extract(frame.frame(), frame.jpeg().bytes(), TrackerState.START).faces();
    } catch (BadRecord e) {
      throw new IllegalStateException("the encoder made a picture that cannot be read", e);
    }
  }

  private static List<FaceImage> decode(List<AlignedFace> faces) {
    List<FaceImage> images = new ArrayList<>();
    for (AlignedFace face : faces) {
      try {
        images.add(FaceImage.ofPng(face.image().bytes()));
      } catch (BadRecord e) {
        throw new IllegalStateException("the detector made a picture that is refused", e);
      }
    }
    return images;
  }
}

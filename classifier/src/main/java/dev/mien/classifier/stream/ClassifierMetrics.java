// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.classifier.stream;

import dev.mien.classifier.Timers;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.EpochMicros;
import dev.mien.runtime.FaultCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * All meters of the classifier but those of {@code ModelMetrics}. Faces, events and dead letters
 * are counted once they are committed, so that {@code faces = sum of events + sum of dead letters}
 * holds whatever was done twice.
 *
 * <p>Tags: {@code fault} and {@code emotion} are closed sets; {@code camera} names the first
 * {@value #MAX_CAMERAS} cameras and {@code other}, so that there are 16 series for each of them
 * with a model of eight classes. For one thread.
 */
public final class ClassifierMetrics {

  /** Counter of the face records that were handled, bad ones included. */
  public static final String FACES = "mien.classifier.faces";

  /** Counter of the batches that had to be done again. */
  public static final String ABORTS = "mien.classifier.aborts";

  /** Summary of the number of faces that were classified at once. */
  public static final String BATCH = "mien.classifier.batch";

  /** Timer of reading one record. */
  public static final String DECODE = "mien.classifier.decode";

  /** Timer of one batch in the network. */
  public static final String INFER = "mien.classifier.infer";

  /** Timer of sending and committing the events of one batch. */
  public static final String COMMIT = "mien.classifier.commit";

  /** Timer from the capture of a frame to its committed event. */
  public static final String LATENCY = "mien.classifier.latency";

  /** Counter of the events, tags {@code camera} and {@code emotion}. */
  public static final String EVENTS = "mien.classifier.events";

  /**
   * Counter of the probability that the events gave a class, tags {@code camera}, {@code emotion}.
   */
  public static final String PROBABILITY = "mien.classifier.probability";

  /** Counter of the face records that became dead letters, tag {@code fault}. */
  public static final String DEAD_LETTERS = "mien.classifier.dead.letters";

  /**
   * Counter of the faces that were deleted before a classifier read them, at most: the ends of the
   * detectors' transactions have offsets, too.
   */
  public static final String SKIPPED = "mien.classifier.skipped";

  static final int MAX_CAMERAS = 200;

  private static final long[] SLOW = {
    10, 20, 50, 100, 200, 300, 500, 1_000, 2_000, 5_000, 10_000, 30_000
  };

  private final MeterRegistry registry;
  private final Map<String, CameraMeters> cameras = new HashMap<>();
  private final CameraMeters otherCameras;
  private final FaultCounters deadLetters;
  private final Counter faces;
  private final Counter aborts;
  private final Counter skipped;
  private final DistributionSummary batch;
  private final Timer decode;
  private final Timer infer;
  private final Timer commit;
  private final Timer latency;

  ClassifierMetrics(MeterRegistry registry) {
    this.registry = registry;
    otherCameras = new CameraMeters("other", registry);
    deadLetters =
        new FaultCounters(
            DEAD_LETTERS, "Face records that could not be processed, by fault", registry);
    faces =
        Counter.builder(FACES)
            .description("Face records that were handled, bad ones included")
            .baseUnit("faces")
            .register(registry);
    aborts =
        Counter.builder(ABORTS)
            .description("Batches whose events could not be committed and that were done again")
            .baseUnit("batches")
            .register(registry);
    skipped =
        Counter.builder(SKIPPED)
            .description("Faces deleted before a classifier read them, at most")
            .baseUnit("faces")
            .register(registry);
    batch =
        DistributionSummary.builder(BATCH)
            .description("Faces that were classified at once")
            .baseUnit("faces")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128)
            .register(registry);
    Timers timers = new Timers(registry);
    decode = timers.quick(DECODE, "Reading one record: header, PNG check, decoding");
    infer = timers.quick(INFER, "One batch: preprocessing, network, softmax");
    commit = timers.quick(COMMIT, "Sending and committing the events of one batch");
    latency = timers.timer(LATENCY, "From the capture of a frame to its committed event", SLOW);
  }

  <T> T timeDecode(Reading<T> reading) throws BadRecord {
    Timer.Sample sample = Timer.start(registry);
    try {
      return reading.read();
    } finally {
      sample.stop(decode);
    }
  }

  <T> List<T> timeInfer(Supplier<List<T>> inference) {
    List<T> results = infer.record(inference);
    return results == null ? List.of() : results;
  }

  void timeCommit(Runnable sending) {
    commit.record(sending);
  }

  void committed(ClassifiedBatch done, Instant now) {
    faces.increment(done.emotions().size() + (double) done.faults().size());
    if (!done.emotions().isEmpty()) {
      batch.record(done.emotions().size());
    }
    done.emotions().forEach(emotion -> committed(emotion, now));
    done.faults().forEach(fault -> deadLetters.increment(fault));
  }

  void aborted() {
    aborts.increment();
  }

  void skipped(long number) {
    skipped.increment((double) number);
  }

  private void committed(Emotion emotion, Instant now) {
    long since = Math.max(0, EpochMicros.of(now) - emotion.face().frame().capturedMicros());
    latency.record(since, TimeUnit.MICROSECONDS);
    camera(emotion.face().frame().camera()).count(emotion);
  }

  private CameraMeters camera(String camera) {
    return cameras.size() < MAX_CAMERAS
        ? cameras.computeIfAbsent(camera, name -> new CameraMeters(name, registry))
        : cameras.getOrDefault(camera, otherCameras);
  }

  /** Something that may find a bad record. */
  interface Reading<T> {
    T read() throws BadRecord;
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.detector.stream;

import dev.mien.detector.Extraction;
import dev.mien.detector.ExtractionListener;
import dev.mien.detector.Step;
import dev.mien.detector.mtcnn.MtcnnListener;
import dev.mien.detector.mtcnn.Net;
import dev.mien.events.Fault;
import dev.mien.runtime.FaultCounters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * All meters of the detector. Frames and faces are counted when they are worked on: those of a
 * transaction that is aborted, after an error, are counted again when they are done again. The only
 * tags are closed sets: {@code net} and {@code fault}.
 */
public final class DetectorMetrics {

  /** Counter of the frames that were handled, bad ones included. */
  public static final String FRAMES = "mien.detector.frames";

  /** Counter of the faces that were found. */
  public static final String FACES = "mien.detector.faces";

  /** Summary of the number of faces in a frame. */
  public static final String FACES_PER_FRAME = "mien.detector.faces.per.frame";

  /** Timer of checking and decoding a frame. */
  public static final String DECODE = "mien.detector.decode";

  /** Timer of finding the faces of a frame with all networks. */
  public static final String DETECT = "mien.detector.detect";

  /** Timer of one network for one frame, tag {@code net}. */
  public static final String NET = "mien.detector.net";

  /** Summary of the inputs of one network for one frame, tag {@code net}. */
  public static final String NET_INPUTS = "mien.detector.net.inputs";

  /** Timer of cutting out, turning and encoding all faces of a frame. */
  public static final String ALIGN = "mien.detector.align";

  /** Counter of the frames that became dead letters, tag {@code fault}. */
  public static final String DEAD_LETTERS = "mien.detector.dead.letters";

  /** Counter of the frames that were deleted before a detector read them. */
  public static final String SKIPPED = "mien.detector.skipped";

  private static final Duration[] OBJECTIVES =
      Arrays.stream(new long[] {1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 500, 1_000, 2_000})
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Counter frames;
  private final Counter faces;
  private final Counter skipped;
  private final FaultCounters deadLetters;
  private final DistributionSummary facesPerFrame;
  private final Map<Step, Timer> steps = new EnumMap<>(Step.class);
  private final Map<Net, Timer> nets = new EnumMap<>(Net.class);
  private final Map<Net, DistributionSummary> inputs = new EnumMap<>(Net.class);

  DetectorMetrics(MeterRegistry registry) {
    this.registry = registry;
    frames = counter(FRAMES, "Frames that were handled, bad ones included", "frames");
    faces = counter(FACES, "Faces that were found", "faces");
    skipped = counter(SKIPPED, "Frames deleted before a detector read them", "frames");
    deadLetters =
        new FaultCounters(DEAD_LETTERS, "Frames that could not be processed, by fault", registry);
    facesPerFrame =
        DistributionSummary.builder(FACES_PER_FRAME)
            .description("Faces in one frame")
            .baseUnit("faces")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
            .register(registry);
    steps.put(Step.DECODE, timer(DECODE, "Checking and decoding one frame").register(registry));
    steps.put(Step.DETECT, timer(DETECT, "Finding the faces of one frame").register(registry));
    steps.put(Step.ALIGN, timer(ALIGN, "Cutting out all faces of a frame").register(registry));
    for (Net net : Net.values()) {
      String name = net.name().toLowerCase(Locale.ROOT);
      nets.put(net, timer(NET, "One network on one frame").tag("net", name).register(registry));
      inputs.put(net, inputs(name));
    }
  }

  /** Returns what the time of every step is told. */
  ExtractionListener steps() {
    return (step, nanos) -> at(steps, step).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Returns what the time of every network is told. */
  MtcnnListener nets() {
    return (net, count, nanos) -> {
      at(nets, net).record(nanos, TimeUnit.NANOSECONDS);
      at(inputs, net).record(count);
    };
  }

  void handled(Extraction extraction) {
    frames.increment();
    faces.increment(extraction.faces().size());
    facesPerFrame.record(extraction.faces().size());
  }

  void skipped(long number) {
    skipped.increment((double) number);
  }

  void deadLetter(Fault fault) {
    frames.increment();
    deadLetters.increment(fault);
  }

  private DistributionSummary inputs(String net) {
    return DistributionSummary.builder(NET_INPUTS)
        .description("Levels of the pyramid or candidates that one network got for one frame")
        .baseUnit("inputs")
        .tag("net", net)
        .register(registry);
  }

  private Counter counter(String name, String description, String unit) {
    return Counter.builder(name).description(description).baseUnit(unit).register(registry);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(OBJECTIVES);
  }

  private static <K, V> V at(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key));
  }
}

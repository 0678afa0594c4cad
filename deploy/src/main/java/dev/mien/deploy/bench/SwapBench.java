// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import dev.mien.classifier.registry.ModelPublisher;
import dev.mien.classifier.registry.ModelRefused;
import dev.mien.classifier.registry.Promotions;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.StageFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Promotes one version after the other while events come in, and keeps the times. */
final class SwapBench {

  private static final long STEADY = TimeUnit.SECONDS.toNanos(3);
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
  private static final int LOOK_EVERY_MILLIS = 5;

  private final Path original;
  private final String version;
  private final Cluster cluster;
  private final List<Double> calls = new ArrayList<>();
  private final List<Double> switches = new ArrayList<>();
  private final List<Double> pauses = new ArrayList<>();
  private final List<Double> usualPauses = new ArrayList<>();

  /**
   * Begins without a round.
   *
   * @param original model file whose copies are promoted
   * @param version that it names
   */
  SwapBench(Path original, String version, Cluster cluster) {
    this.original = original;
    this.version = version;
    this.cluster = cluster;
  }

  void round(int number, Path folder, EventClock clock) throws IOException, InterruptedException {
    String next = renamed(number);
    publish(copy(next, folder));
    rest();
    long start = System.nanoTime();
    usualPauses.add(clock.longestPause(start - STEADY * 2 / 3, start));
    var unused = new Promotions(cluster).promote(next, false, "bench");
    calls.add((System.nanoTime() - start) / 1e6);
    long first = await(next, clock);
    rest();
    switches.add((first - start) / 1e6);
    pauses.add(clock.longestPause(start, first + STEADY / 3));
  }

  void print(PrintWriter out) {
    out.printf(Locale.ROOT, "%d promotions, median and largest%n%n", switches.size());
    line(out, "'promote' itself", calls);
    line(out, "from its start to the first event of it", switches);
    line(out, "longest pause between events meanwhile", pauses);
    line(out, "longest pause in 2 s before", usualPauses);
    out.flush();
  }

  private static void line(PrintWriter out, String what, List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    out.printf(
        Locale.ROOT,
        "%-42s %7.0f ms  %7.0f ms%n",
        what,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() - 1));
  }

  private static long await(String version, EventClock clock) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE;
    Optional<Long> first = clock.first(version);
    while (first.isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new StageFailure(
            "no event of model %s after %d s: see what the classifier says above"
                .formatted(version, TimeUnit.NANOSECONDS.toSeconds(PATIENCE)));
      }
      Thread.sleep(LOOK_EVERY_MILLIS);
      first = clock.first(version);
    }
    return first.get();
  }

  private static void rest() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(STEADY);
  }

  private void publish(Path file) throws IOException {
    try {
      ModelPublisher.of(file, false).publish(cluster, sent -> {});
    } catch (ModelRefused e) {
      throw new StageFailure(e.getMessage(), e);
    }
  }

  /** A name of the same length leaves all other bytes of the file where they are. */
  private String renamed(int number) {
    String digits = Integer.toString(number);
    return version.substring(0, version.length() - digits.length() - 1) + "-" + digits;
  }

  private Path copy(String next, Path folder) throws IOException {
    String bytes = Files.readString(original, StandardCharsets.ISO_8859_1);
    return Files.writeString(
        folder.resolve(next + ".onnx"), bytes.replace(version, next), StandardCharsets.ISO_8859_1);
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.mien.dashboard.DashboardMetrics;
import dev.mien.deploy.pipeline.Outflow;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.ingest.IngestConfig;
import dev.mien.ingest.IngestMetrics;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Runs a file through the pipeline as fast as it can, with nobody at the page and with many. */
final class PageBench {

  private static final int LOOK_EVERY_MILLIS = 5;

  private record Round(double framesPerSecond, double processorMillis) {}

  private final Pipeline pipeline;
  private final Cluster cluster;
  private final Outflow outflow;
  private final MeterRegistry registry;
  private final URI page;
  private final BooleanSupplier stopped;
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final List<Round> alone = new ArrayList<>();
  private final List<Round> watched = new ArrayList<>();

  /**
   * Has not measured yet.
   *
   * @param outflow of the pipeline, open; it stays the caller's
   * @param stopped is asked all the time whether nobody wants more
   */
  PageBench(
      Pipeline pipeline,
      Cluster cluster,
      Outflow outflow,
      MeterRegistry registry,
      URI page,
      BooleanSupplier stopped) {
    this.pipeline = pipeline;
    this.cluster = cluster;
    this.outflow = outflow;
    this.registry = registry;
    this.page = page;
    this.stopped = stopped;
  }

  /** Runs the file without a measurement. */
  void warmUp(IngestConfig file) throws InterruptedException {
    run(file);
  }

  void round(IngestConfig file, int browsers) throws IOException, InterruptedException {
    alone.add(run(file));
    try (Audience audience = new Audience(page, browsers)) {
      await(() -> count(DashboardMetrics.BROWSERS) >= browsers && audience.bytes() > 0);
      watched.add(run(file));
    }
    await(() -> count(DashboardMetrics.BROWSERS) == 0);
  }

  private void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean() && !stopped.getAsBoolean()) {
      Thread.sleep(LOOK_EVERY_MILLIS);
    }
  }

  void print(PrintWriter out, int browsers) {
    out.printf(
        Locale.ROOT,
        "%d rounds of each, medians; the browsers read in this process, too%n%n",
        alone.size());
    line(out, "nobody at the page", alone);
    line(out, browsers + " browsers at the page", watched);
    out.printf(
        Locale.ROOT,
        "%nthroughput %+.1f %%, processor time %+.1f %%; events sent %.0f, lost %.0f%n",
        100 * (medianSpeed(watched) / medianSpeed(alone) - 1),
        100 * (medianCost(watched) / medianCost(alone) - 1),
        count(DashboardMetrics.SENT),
        count(DashboardMetrics.LOST));
    out.flush();
  }

  private static void line(PrintWriter out, String what, List<Round> rounds) {
    out.printf(
        Locale.ROOT,
        "%-28s %7.1f frames/s  %7.2f ms of processor time a frame%n",
        what,
        medianSpeed(rounds),
        medianCost(rounds));
  }

  private static double medianSpeed(List<Round> rounds) {
    return median(rounds.stream().map(Round::framesPerSecond).toList());
  }

  private static double medianCost(List<Round> rounds) {
    return median(rounds.stream().map(Round::processorMillis).toList());
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private Round run(IngestConfig file) throws InterruptedException {
    double before = count(IngestMetrics.PUBLISHED);
    long processor = system.getProcessCpuTime();
    long start = System.nanoTime();
    try (Stage ingest = pipeline.feed(file, cluster)) {
      await(() -> ingest.health().over());
      if (!stopped.getAsBoolean()) {
        ingest.awaitEnd(); // which tells what failed
      }
      outflow.drain(pipeline, stopped, emotion -> {});
    }
    double frames = count(IngestMetrics.PUBLISHED) - before;
    return new Round(
        frames * 1e9 / (System.nanoTime() - start),
        (system.getProcessCpuTime() - processor) / 1e6 / frames);
  }

  private double count(String name) {
    return registry.find(name).meters().stream()
        .mapToDouble(meter -> meter.measure().iterator().next().getValue())
        .sum();
  }
}

// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import dev.mien.classifier.stream.ClassifierMetrics;
import dev.mien.detector.stream.DetectorMetrics;
import dev.mien.ingest.IngestMetrics;
import dev.mien.runtime.ProcessMetrics;
import java.io.PrintWriter;
import java.util.Locale;

/** What came out of a run, as a table. */
final class Summary {

  private static final int BAR = 30;

  private final PrintWriter out;

  Summary(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints the table.
   *
   * @param faces that were found
   * @param seconds from the first frame to the last
   */
  void print(Tally tally, Progress progress, long faces, double seconds) {
    out.println();
    row("frames", "%d  (%d dropped)", progress.published(), progress.dropped());
    row("faces", "%d  on %s", faces, tracks(tally.tracks()));
    row("events", "%d", tally.events());
    tally.byClass().forEach((name, count) -> row("  " + name, "%s", bar(count, tally.events())));
    row("throughput", "%.1f frames/s over %.1f s", progress.published() / seconds, seconds);
    latency("latency", tally.latency(), "from capture to event");
    latency(
        "  settled", tally.settledLatency(), "without the first " + Tally.WARM_UP_SECONDS + " s");
    stages(progress);
    row("memory", "%.0f MiB resident", ProcessMetrics.residentBytes() / (1 << 20));
    out.flush();
  }

  private void latency(String name, Latency latency, String note) {
    if (!latency.isEmpty()) {
      row(
          name,
          "p50 %.0f ms, p95 %.0f ms, p99 %.0f ms  %s",
          latency.millis(50),
          latency.millis(95),
          latency.millis(99),
          note);
    }
  }

  private void stages(Progress progress) {
    row(
        "mean times",
        "decode %.1f, encode %.1f, detect %.1f, align %.1f ms; a batch of faces %.1f, its commit %.1f ms",
        progress.meanMillis(IngestMetrics.DECODE),
        progress.meanMillis(IngestMetrics.ENCODE),
        progress.meanMillis(DetectorMetrics.DETECT),
        progress.meanMillis(DetectorMetrics.ALIGN),
        progress.meanMillis(ClassifierMetrics.INFER),
        progress.meanMillis(ClassifierMetrics.COMMIT));
  }

  private void row(String name, String format, Object... values) {
    String line = "  %-14s %s".formatted(name, String.format(Locale.ROOT, format, values));
    out.println(line.stripTrailing());
  }

  private static String tracks(int count) {
    return count == 1 ? "1 track" : count + " tracks";
  }

  private static String bar(long count, long all) {
    int length = all == 0 ? 0 : (int) Math.round((double) BAR * count / all);
    return "%6d  %s".formatted(count, "#".repeat(count > 0 ? Math.max(1, length) : 0));
  }
}

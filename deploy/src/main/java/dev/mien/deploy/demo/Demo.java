// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.dashboard.DashboardConfig;
import dev.mien.deploy.pipeline.Outflow;
import dev.mien.deploy.pipeline.Pipeline;
import dev.mien.deploy.process.StopSignal;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.events.Emotion;
import dev.mien.events.EpochMicros;
import dev.mien.ingest.IngestConfig;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.util.function.Supplier;

/** Runs a source through a pipeline and tells what comes out. */
final class Demo {

  private final Pipeline pipeline;
  private final Progress progress;
  private final PrintWriter out;
  private final StopSignal stop;
  private final Supplier<DashboardConfig> page;
  private final Tally tally = new Tally();
  private final TrackChanges changes = new TrackChanges();

  Demo(
      Pipeline pipeline,
      MeterRegistry registry,
      PrintWriter out,
      StopSignal stop,
      Supplier<DashboardConfig> page) {
    this.pipeline = pipeline;
    this.progress = new Progress(registry);
    this.out = out;
    this.stop = stop;
    this.page = page;
  }

  /**
   * Runs until the source or the time ends or the user does not want more, prints, and waits for
   * the last event.
   *
   * @return the number of events
   * @throws StageFailure if the source or a stage failed
   */
  long run(IngestConfig config, double seconds) throws InterruptedException {
    say("starting broker and stages ...");
    Cluster cluster = pipeline.start(DetectorConfig.defaults(), ClassifierConfig.defaults());
    say("live page at " + pipeline.show(page.get(), cluster).address());
    say("camera '" + config.camera() + "' is on, Kafka at " + cluster.bootstrapServers());
    try (Outflow outflow = new Outflow(cluster)) {
      outflow.open();
      long start = System.nanoTime();
      Stage ingest = pipeline.feed(config, cluster);
      watch(outflow, ingest, start, Math.round(seconds * 1e9));
      outflow.drain(pipeline, stop::wished, this::show);
      new Summary(out).print(tally, progress, outflow.faces(), (System.nanoTime() - start) / 1e9);
      if (ingest.health().state() == Health.State.FAILED) {
        ingest.awaitEnd(); // which tells why
      }
    }
    return tally.events();
  }

  private void watch(Outflow outflow, Stage ingest, long start, long nanos)
      throws InterruptedException {
    while (System.nanoTime() - start < nanos && !ingest.health().over() && !stop.wished()) {
      pipeline.requireHealth();
      outflow.read(this::show);
    }
    ingest.close();
  }

  private void show(Emotion emotion) {
    tally.add(emotion, EpochMicros.now());
    changes.next(emotion).ifPresent(this::say);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}

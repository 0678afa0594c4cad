// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.demo;

import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.dashboard.DashboardConfig;
import dev.mien.deploy.watch.TopicReader;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.events.BadRecord;
import dev.mien.events.Emotion;
import dev.mien.events.Topics;
import dev.mien.events.Wire;
import dev.mien.ingest.IngestConfig;
import dev.mien.runtime.Cluster;
import dev.mien.runtime.Health;
import dev.mien.runtime.Stage;
import dev.mien.runtime.StageFailure;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Runs a source through a pipeline and tells what comes out. */
final class Demo {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration STANDSTILL = Duration.ofSeconds(30);

  private final Pipeline pipeline;
  private final Progress progress;
  private final PrintWriter out;
  private final StopSignal stop;
  private final DashboardConfig page;
  private final Tally tally = new Tally();
  private final TrackChanges changes = new TrackChanges();

  Demo(
      Pipeline pipeline,
      MeterRegistry registry,
      PrintWriter out,
      StopSignal stop,
      DashboardConfig page) {
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
    say("live page at " + pipeline.show(page, cluster).address());
    say("camera '" + config.camera() + "' is on, Kafka at " + cluster.bootstrapServers());
    try (TopicReader reader = new TopicReader(cluster)) {
      reader.open(List.of(Topics.EMOTIONS.name()), false);
      long start = System.nanoTime();
      Stage ingest = pipeline.feed(config, cluster);
      watch(reader, ingest, start + Math.round(seconds * 1e9));
      drain(reader);
      new Summary(out).print(tally, progress, (System.nanoTime() - start) / 1e9);
      if (ingest.health().state() == Health.State.FAILED) {
        ingest.awaitEnd(); // which tells why
      }
    }
    return tally.events();
  }

  private void watch(TopicReader reader, Stage ingest, long deadline) {
    while (System.nanoTime() < deadline && !isOver(ingest.health()) && !stop.wished()) {
      read(reader);
    }
    ingest.close();
  }

  /** A camera that was lost is not over: ingest opens it again. */
  private static boolean isOver(Health ingest) {
    return ingest.state() == Health.State.ENDED || ingest.state() == Health.State.FAILED;
  }

  /** What was published before the end is worth waiting for, as long as it goes on. */
  private void drain(TopicReader reader) {
    long done = -1;
    long since = System.nanoTime();
    while (!isDrained() && !stop.wished()) {
      if (progress.detected() + tally.events() > done) {
        done = progress.detected() + tally.events();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STANDSTILL.toNanos()) {
        throw standstill();
      }
      read(reader);
    }
  }

  private boolean isDrained() {
    return progress.detected() >= progress.published() && tally.events() >= progress.faces();
  }

  private StageFailure standstill() {
    return new StageFailure(
        "nothing has come for %d s, after %d of %d frames were searched and %d of %d faces classified: is this machine busy?"
            .formatted(
                STANDSTILL.toSeconds(),
                progress.detected(),
                progress.published(),
                tally.events(),
                progress.faces()));
  }

  private void read(TopicReader reader) {
    for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
      try {
        Emotion emotion = Wire.read(record.value(), Emotion.class);
        tally.add(emotion, nowMicros());
        changes.next(emotion).ifPresent(this::say);
      } catch (BadRecord e) {
        throw new IllegalStateException("the classifier wrote an event that cannot be read", e);
      }
    }
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private static long nowMicros() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1000;
  }
}

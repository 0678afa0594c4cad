// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.DeliveryOption;
import dev.mien.deploy.options.MtcnnOptions;
import dev.mien.deploy.options.ServerOptions;
import dev.mien.deploy.options.TracingOptions;
import dev.mien.deploy.process.StageProcess;
import dev.mien.detector.stream.DetectorConfig;
import dev.mien.detector.stream.DetectorStage;
import dev.mien.runtime.tracing.Tracing;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code mien detector}. */
@Command(
    name = "detector",
    customSynopsis = "mien detector [<options>]",
    description = "Find, track and align the faces in the frames",
    footer = {"", "Start several, here or on other machines: they share the cameras."})
public final class DetectorCommand implements Callable<Integer> {

  @Option(
      names = "--threads",
      paramLabel = "<n>",
      description = "cameras to work on at the same time (default: half the cores)")
  private @Nullable Integer threads;

  @Option(
      names = "--commit-interval",
      paramLabel = "<ms>",
      description = "how often faces are committed and can be read (default: 50)")
  private @Nullable Integer commitMillis;

  @Mixin private MtcnnOptions mtcnn;

  @Mixin private DeliveryOption delivery;

  @Option(
      names = "--application",
      paramLabel = "<id>",
      description = {
        "Kafka Streams application id: those with the same share the work,",
        "another begins anew, with tracks of its own (default: mien-detector)"
      })
  private @Nullable String application;

  @Mixin private ClusterOptions cluster;

  @Mixin private ServerOptions server;

  @Mixin private TracingOptions traces;

  @Override
  public Integer call() throws InterruptedException {
    DetectorConfig defaults = DetectorConfig.defaults();
    DetectorConfig config =
        new DetectorConfig(
            mtcnn.config(),
            defaults.tracker(),
            delivery.delivery(),
            commitMillis == null ? defaults.commitInterval() : Duration.ofMillis(commitMillis),
            threads == null ? defaults.threads() : threads,
            application == null ? defaults.application() : application);
    try (Tracing tracing = traces.open("mien-detector")) {
      StageProcess.run(
          registry -> new DetectorStage(config, cluster.cluster(), registry, tracing),
          server.address());
    }
    return 0;
  }
}

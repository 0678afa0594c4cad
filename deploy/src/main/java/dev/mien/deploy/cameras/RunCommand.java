// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.cameras;

import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.DelayOptions;
import dev.mien.deploy.options.JpegOption;
import dev.mien.deploy.options.ServerOptions;
import dev.mien.deploy.options.TracingOptions;
import dev.mien.deploy.process.StageProcess;
import dev.mien.ingest.fleet.FleetConfig;
import dev.mien.ingest.fleet.FleetStage;
import dev.mien.runtime.tracing.Tracing;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code mien cameras run}. */
@Command(
    name = "run",
    customSynopsis = "mien cameras run [<options>]",
    description = "Publish the frames of the cameras that are named, shared with other processes",
    footer = {
      "",
      "What cannot be opened, or breaks off, is tried again until it is there or removed. Where Kafka is away, "
          + "the cameras stay as they are."
    })
final class RunCommand implements Callable<Integer> {

  @Option(
      names = "--application",
      paramLabel = "<id>",
      defaultValue = FleetConfig.DEFAULT_GROUP,
      description =
          "those with the same share the cameras, another would read each once more (default: ${DEFAULT-VALUE})")
  private String application;

  @Mixin private JpegOption jpeg;

  @Mixin private DelayOptions delay;

  @Mixin private ClusterOptions cluster;

  @Mixin private ServerOptions server;

  @Mixin private TracingOptions traces;

  @Override
  public Integer call() throws InterruptedException {
    FleetConfig config = new FleetConfig(application, jpeg.quality(), delay.backlog());
    try (Tracing tracing = traces.open("mien-ingest")) {
      StageProcess.run(
          registry -> new FleetStage(config, cluster.cluster(), registry, tracing),
          server.address());
    }
    return 0;
  }
}

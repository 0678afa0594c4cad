// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.classifier.rates.RatesConfig;
import dev.mien.classifier.rates.RatesStage;
import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.ServerOptions;
import dev.mien.deploy.process.StageProcess;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code mien rates}. */
@Command(
    name = "rates",
    customSynopsis = "mien rates [<options>]",
    description = "Count the emotion events per camera, class and window")
public final class RatesCommand implements Callable<Integer> {

  @Option(
      names = "--window",
      paramLabel = "<seconds>",
      defaultValue = "10",
      description = "length of a window (default: ${DEFAULT-VALUE})")
  private long windowSeconds;

  @Option(
      names = "--application",
      paramLabel = "<id>",
      description = {
        "Kafka Streams application id: those with the same share the work,",
        "another begins anew, with windows of its own (default: mien-emotion-rates)"
      })
  private @Nullable String application;

  @Mixin private ClusterOptions cluster;

  @Mixin private ServerOptions server;

  @Override
  public Integer call() throws InterruptedException {
    RatesConfig config =
        new RatesConfig(
            Duration.ofSeconds(windowSeconds),
            application == null ? RatesConfig.defaults().application() : application);
    StageProcess.run(
        registry -> new RatesStage(config, cluster.cluster(), registry), server.address());
    return 0;
  }
}

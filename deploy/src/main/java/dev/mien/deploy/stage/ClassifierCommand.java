// SPDX-License-Identifier: Apache-2.0
// Copyright The Mien Authors
package dev.mien.deploy.stage;

import dev.mien.classifier.serving.ModelPolicy;
import dev.mien.classifier.serving.ServingConfig;
import dev.mien.classifier.stream.ClassifierConfig;
import dev.mien.classifier.stream.ClassifierStage;
import dev.mien.deploy.options.ClusterOptions;
import dev.mien.deploy.options.DeliveryOption;
import dev.mien.deploy.options.ModelOptions;
import dev.mien.deploy.options.ServerOptions;
import dev.mien.deploy.options.SmoothingOption;
import dev.mien.deploy.options.TracingOptions;
import dev.mien.deploy.process.StageProcess;
import dev.mien.runtime.tracing.Tracing;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code mien classifier}. */
@Command(
    name = "classifier",
    customSynopsis = "mien classifier [<options>]",
    description = "Turn the faces into emotion events",
    footer = {
      "",
      "Start several, here or on other machines: they share the cameras. They serve the model that "
          + "'mien models promote' made the active one, the bundled one where there is none, or the "
          + "file of --model whatever is published."
    })
public final class ClassifierCommand implements Callable<Integer> {

  @Option(
      names = "--max-batch",
      paramLabel = "<faces>",
      defaultValue = "" + ServingConfig.DEFAULT_MAX_BATCH,
      description = "faces to classify at once at most (default: ${DEFAULT-VALUE})")
  private int maxBatch;

  @Option(
      names = "--instance",
      paramLabel = "<name>",
      description = "name that stays the same over restarts and that no other classifier has")
  private @Nullable String instance;

  @Option(
      names = "--group",
      paramLabel = "<id>",
      defaultValue = ClassifierConfig.DEFAULT_GROUP,
      description = "classifiers of one group share the cameras (default: ${DEFAULT-VALUE})")
  private String group;

  @Option(
      names = "--shadow",
      paramLabel = "<share>",
      defaultValue = "0",
      description =
          "share of the faces that the newest candidate classifies, too, 0 to 1 (default: 0)")
  private double shadow;

  @Option(
      names = "--no-auto-rollback",
      description =
          "keep a promoted model although it fails on faces or is three times as slow as the one before")
  private boolean keepFailing;

  @Mixin private ModelOptions model;

  @Mixin private SmoothingOption smoothing;

  @Mixin private DeliveryOption delivery;

  @Mixin private ClusterOptions cluster;

  @Mixin private ServerOptions server;

  @Mixin private TracingOptions traces;

  @Override
  public Integer call() throws InterruptedException {
    ClassifierConfig config =
        new ClassifierConfig(serving(), smoothing.halfLife(), delivery.delivery(), instance, group);
    try (Tracing tracing = traces.open("mien-classifier")) {
      StageProcess.run(
          registry -> new ClassifierStage(config, cluster.cluster(), registry, tracing),
          server.address());
    }
    return 0;
  }

  private ServingConfig serving() {
    ModelPolicy policy = new ModelPolicy(shadow, !keepFailing);
    return new ServingConfig(model.model(), model.device(), model.threads(), maxBatch, policy);
  }
}
